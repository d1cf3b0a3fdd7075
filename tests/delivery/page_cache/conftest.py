"""The site behind its page cache, as servers load it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.db.models import Exists

from delivery.changes.clock import read_clock
from delivery.models import Clock, Mark
from delivery.page_cache.application import PageCache
from delivery.page_cache.clock_line import ClockLine
from operations.requests.kept import KeptRequests
from tests.trees import english_home, fresh_cache, home, news
from tests.wsgi import Visitor, visitor

__all__ = ["english_home", "fresh_cache", "home", "news"]


class LineOfTest(ClockLine):
    """Reads on the connection of the test, whose transaction no other can see."""

    def _row(self) -> tuple[Any, ...] | None:
        unnoticed = Exists(Mark.objects.filter(is_noticed=False))
        rows = Clock.objects.annotate(unnoticed=unnoticed)
        row = rows.values_list("epoch", "token", "due_at", "unnoticed").first()
        return row and (*row[:2], row[2] and row[2].timestamp(), row[3])


def page_cache(application: Any = None, most_bytes: int = 2**22) -> PageCache:
    """A page cache in front of the site, or of another application."""
    cache = PageCache(application or WSGIHandler(), KeptRequests(), most_bytes)
    cache._line = LineOfTest()
    return cache


@pytest.fixture
def stranger(db: None) -> Visitor:
    """Asks the site behind a page cache."""
    read_clock()
    return visitor(page_cache())


@pytest.fixture(autouse=True)
def _as_in_production(settings) -> Iterator[None]:
    settings.ALLOWED_HOSTS = ["www.example.org"]
    # As Django's own test client does: they would close the connection of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
