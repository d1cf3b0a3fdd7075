"""What caches in front of the site are told: how long they may keep an answer, under which keys,
and what they have to forget when something changes.

- `lifetimes`: `Cache-Control` of every public answer;
- `keys`: surrogate keys, by which a cache forgets all answers that show something;
- `affected`: which keys and addresses a recorded change concerns;
- `receivers`, `tasks`, `purging`: a background worker tells the caches, and tries again;
- `backends`: how Varnish, Fastly, Cloudflare, CloudFront and others are told;
- `configuration`: what the environment says about all of it.

The site's own proxy keeps no pages (`site/operations/proxy/nginx.conf`), so it need not be told.
"""
