"""The timer of `make run`; a server calls `manage.py run_schedule` every minute."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connections

from .schedule import run_schedule

INTERVAL = 60  # seconds

logger = logging.getLogger(__name__)


@contextmanager
def schedule_timer(interval: float = INTERVAL) -> Iterator[None]:
    """Inside, a thread runs the schedule at once and then every minute; what it is at, it ends
    first."""
    ended = Event()
    thread = Thread(target=_tick, args=[ended, interval], name="schedule", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=5)


def _tick(ended: Event, interval: float) -> None:
    while True:
        try:
            run_schedule()
        except Exception:
            logger.exception("The schedule failed; it goes on in %s seconds", interval)
        finally:
            connections.close_all()
        if ended.wait(interval):
            return
