"""Numbers for Prometheus, at /health/metrics, if the settings say so.

- `numbers`: what each process counts;
- `counting`, `caching`: where it is counted: requests, errors of the database, reads of the cache;
- `state`: what the database knows, asked when the numbers are;
- `views`: the answer, for those who may ask.

Not django-prometheus: it puts classes of its own before database and cache, which are ours (a
pool, a cache that may fail), and counts by things that have no bound.
"""
