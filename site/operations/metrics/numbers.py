"""What each process counts. With `PROMETHEUS_MULTIPROC_DIR` all of them together are answered."""

from prometheus_client import CollectorRegistry, Counter, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

registry = CollectorRegistry()
requests = Counter("site_requests", "Requests", ["view", "method", "status"], registry=registry)
durations = Histogram(
    "site_request_seconds", "Time for an answer", ["view"], buckets=SECONDS, registry=registry
)
database_errors = Counter(
    "site_database_errors", "Statements that failed", ["kind"], registry=registry
)
cache_reads = Counter("site_cache_reads", "Keys asked for", ["result"], registry=registry)
kept_answers = Counter(
    "site_kept_answers", "Requests answered by the page cache", registry=registry
)
