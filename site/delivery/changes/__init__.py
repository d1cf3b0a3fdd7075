"""The record of public change: one source for `GET /changes/`, webhooks, ETags and caches.

- `marks`: what was written, noted in the writer's own transaction (`receivers` calls it);
- `settling`: what of it is a change of the public site, numbered in order;
- `clock`: the number that the site is at; `api`: what consumers read.
"""
