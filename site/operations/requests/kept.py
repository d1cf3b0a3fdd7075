"""What belongs to every request, for those that are answered without Django (`page_cache`): whose
it is, its number, its line in the log, its place in the counts."""

from functools import lru_cache
from typing import Any

from django.conf import settings

from core.addresses import shortened
from delivery.page_cache.answers import Kept

from ..metrics.numbers import durations, kept_answers, requests
from .identity import id_of
from .kept_lines import KeptLines
from .proxies import settle

Environ = dict[str, Any]

lines = KeptLines()
_shortened = lru_cache(maxsize=1000)(shortened)


class KeptRequests:
    """The surroundings of `delivery.page_cache.application`."""

    def prepare(self, environ: Environ) -> None:
        settle(environ)

    def request_id(self, environ: Environ) -> str:
        return id_of(environ)

    def note(
        self, environ: Environ, request_id: str, kept: Kept, status: int, size: int, seconds: float
    ) -> None:
        method = environ["REQUEST_METHOD"]
        lines.add(
            request_id,
            method=method,
            path=kept.notes.get("path"),
            view=kept.notes.get("view"),
            status=status,
            ms=round(seconds * 1000, 1),
            bytes=size,
            client=_shortened(environ.get("REMOTE_ADDR", "")),
        )
        if settings.METRICS_ENABLED:
            view = kept.notes.get("label", "none")
            requests.labels(view, method, str(status)).inc()
            durations.labels(view).observe(seconds)
            kept_answers.inc()
