"""What belongs to every request, for those that are answered without Django (`page_cache`): whose
it is, its number, its line in the log, its place in the counts."""

import time
from functools import lru_cache
from typing import Any

from django.conf import settings

from core.addresses import shortened
from delivery.page_cache.answers import Kept, Ready

from ..metrics.numbers import durations, kept_answers, requests
from .identity import id_of
from .kept_lines import KeptLines, Line
from .proxies import settle

Environ = dict[str, Any]

lines = KeptLines()
_shortened = lru_cache(maxsize=1000)(shortened)


class KeptRequests:
    """The surroundings of `delivery.page_cache.application`."""

    def __init__(self) -> None:
        self._counts = settings.METRICS_ENABLED

    def prepare(self, environ: Environ) -> None:
        settle(environ)

    def request_id(self, environ: Environ) -> str:
        return id_of(environ)

    def note(
        self, environ: Environ, request_id: str, kept: Kept, ready: Ready, seconds: float
    ) -> None:
        method = environ["REQUEST_METHOD"]
        if lines.is_on:
            client = _shortened(environ.get("REMOTE_ADDR", ""))
            size = len(ready.body[0]) if ready.body and method == "GET" else 0
            ms = round(seconds * 1000, 1)
            status = ready.status
            lines.add(Line(time.time(), request_id, kept, method, status, ms, size, client))
        if self._counts:
            view = kept.notes.get("label", "none")
            requests.labels(view, method, str(ready.status)).inc()
            durations.labels(view).observe(seconds)
            kept_answers.inc()
