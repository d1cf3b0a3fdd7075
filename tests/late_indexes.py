"""In a test, Wagtail's two indexes are brought up to date when they are read, not at every save.

The site writes what a page, picture or snippet refers to and which words it has as it is saved
(`wagtail.signal_handlers`, `modelsearch.signal_handlers`). That is about half the time of saving,
most tests never look, and some save a page five times. So inside a test it is only noted what was
saved; before the first query that names a table of an index, the same tasks bring it up to date.
What a test reads is what it would have read.

Saving acts at once where a test asks for `indexes_at_once`, in fixtures of modules, and wherever
other connections look on (transactional tests, live servers).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import wagtail.signal_handlers
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from modelsearch import signal_handlers as search_signals

import core.reference_index

# Fixtures with which others look on, or with which a test says that it wants it so.
AT_ONCE = {
    "indexes_at_once",
    "live_server",
    "transactional_db",
    "django_db_serialized_rollback",
}


class LateTask:
    """Stands where the signals find a task: done at once, or noted until its table is read."""

    def __init__(self, task: Any, table: str) -> None:
        self.task = task
        self.table = table
        self.waiting: dict[tuple[str, ...], None] | None = None  # None: at once

    def enqueue(self, *arguments: str) -> Any:
        if self.waiting is None:
            return self.task.enqueue(*arguments)
        self.waiting[arguments] = None
        return None

    def catch_up(self) -> None:
        """Do what waits; what is saved meanwhile acts at once."""
        noted, self.waiting = self.waiting, None
        try:
            for arguments in noted or ():
                # What is gone meanwhile left the index when it was deleted.
                with suppress(ObjectDoesNotExist):
                    self.task.call(*arguments)
        finally:
            self.waiting = {}


references = LateTask(
    wagtail.signal_handlers.update_reference_index_task, "wagtailcore_referenceindex"
)
words = LateTask(search_signals.insert_or_update_object_task, "wagtailsearch_")
wagtail.signal_handlers.update_reference_index_task = references
core.reference_index.update_reference_index_task = references
search_signals.insert_or_update_object_task = words


def _read(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
    for late in (references, words):
        if late.waiting and late.table in str(sql):
            late.catch_up()
    return execute(sql, *rest)


@contextmanager
def updated_late() -> Iterator[None]:
    """Inside, the indexes follow when they are read; what nobody read is forgotten at the end."""
    references.waiting, words.waiting = {}, {}
    try:
        with connection.execute_wrapper(_read):
            yield
    finally:
        references.waiting = words.waiting = None


@contextmanager
def updated_at_once() -> Iterator[None]:
    """Inside, saving updates the indexes again, and what was noted before waits on."""
    before = references.waiting, words.waiting
    references.waiting = words.waiting = None
    try:
        yield
    finally:
        references.waiting, words.waiting = before


@pytest.fixture
def indexes_at_once() -> None:
    """Saving updates the indexes at once, as on the site."""


@pytest.fixture(autouse=True)
def late_indexes(request: pytest.FixtureRequest) -> Iterator[None]:
    transaction = request.node.get_closest_marker("django_db")
    if (transaction and transaction.kwargs.get("transaction")) or AT_ONCE & {*request.fixturenames}:
        yield
        return
    with updated_late():
        yield
