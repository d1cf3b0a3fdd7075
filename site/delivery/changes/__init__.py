"""The record of public change: one source for `GET /changes/`, webhooks, ETags and caches.

- `marks`: what was written, noted in the writer's own transaction (`receivers` calls it);
- `clock`: a token for the state that the site is in, renewed by the next request after a write;
- `settling`: what of the writes is a change of the public site, numbered in order; for the worker,
  and for whoever asks: `api` is what consumers read.
"""
