"""What readiness asks: what every page needs, and what may fail for a while.

Without database and migrations nothing works, and visitors are better sent elsewhere: 503. Without
cache, media folder, worker or timer the pages are still served: the answer says "degraded", with
200, for whoever watches. If they made it 503, a timer that stopped would take every server out of
service at once. `HEALTH_REQUIRED` decides otherwise.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as remember
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .state import last_schedule_run, seconds_since, waiting_tasks

OK, FAILED = "ok", "failed"
SILENCE = 60.0  # seconds between two lines in the log about the same failure

logger = logging.getLogger(__name__)


class NotReadyError(Exception):
    """A check found something that keeps the site from working."""


@dataclass(frozen=True)
class Check:
    """`ask` raises whatever it likes if something is wrong; its answer holds for some seconds."""

    ask: Callable[[], None]
    seconds: float = 1.0
    needs_database: bool = False


def check_database() -> None:
    """Ask the database for something that needs no table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    """Write to the cache, read the same back and remove it."""
    key = f"health:{secrets.token_hex(8)}"
    cache.set(key, key, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != key:
        raise NotReadyError("the cache did not give back what was put into it")


def check_migrations() -> None:
    """Compare the migrations of the code with those that the database records."""
    if missing := unapplied_migrations():
        names = ", ".join(f"{app}.{name}" for app, name in sorted(missing))
        raise NotReadyError(f"not migrated: {names}")


def check_media() -> None:
    """Store a file where uploads go, and delete it."""
    name = default_storage.save(f"health/{secrets.token_hex(8)}.txt", ContentFile(b"ok"))
    default_storage.delete(name)


def check_queue() -> None:
    """Nothing waits for the worker for longer than it should."""
    __, seconds = waiting_tasks()
    if seconds > 60 * settings.HEALTH_QUEUE_MINUTES:
        raise NotReadyError(f"a task has waited for {seconds:.0f} seconds: does a worker run?")


def check_schedule() -> None:
    """The schedule ran a few minutes ago."""
    last = last_schedule_run()
    if last is None:
        raise NotReadyError("the schedule never ran: does a timer call run_schedule?")
    seconds = seconds_since(last)
    if seconds > 60 * settings.HEALTH_SCHEDULE_MINUTES:
        raise NotReadyError(f"the schedule ran {seconds:.0f} seconds ago: does the timer run?")


def unapplied_migrations() -> set[tuple[str, str]]:
    """The (app, name) of every migration in the code that the database does not record."""
    return migrations_of_the_code() - set(MigrationRecorder(connection).applied_migrations())


@remember
def migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """The (app, name) of every migration in the code. It can't change while the process runs."""
    return frozenset(MigrationLoader(connection=None).graph.nodes)


CHECKS = {
    "database": Check(check_database),
    "cache": Check(check_cache),
    "migrations": Check(check_migrations, needs_database=True),
    # A file each time, which storage elsewhere may bill.
    "media": Check(check_media, seconds=30.0),
    "queue": Check(check_queue, needs_database=True),
    "schedule": Check(check_schedule, needs_database=True),
}


class Answers:
    """What the checks said, for as long as it holds: asking often costs no more than asking now and
    then, and of those who ask at once only one waits for the answer to be found."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, tuple[float, str]] = {}
        self._told: dict[str, float] = {}

    def all(self) -> dict[str, str]:
        """ "ok" or "failed" for each check."""
        with self._lock:
            found: dict[str, str] = {}
            for name, check in CHECKS.items():
                is_vain = check.needs_database and found["database"] == FAILED
                found[name] = FAILED if is_vain else self._answer(name, check)
            return found

    def forget(self) -> None:
        self._known.clear()
        self._told.clear()

    def _answer(self, name: str, check: Check) -> str:
        known = self._known.get(name)
        if known and time.monotonic() < known[0]:
            return known[1]
        answer = self._run(name, check)
        self._known[name] = (time.monotonic() + check.seconds, answer)
        return answer

    def _run(self, name: str, check: Check) -> str:
        try:
            check.ask()
        except Exception:
            told_at = self._told.get(name)
            if told_at is None or time.monotonic() - told_at > SILENCE:
                self._told[name] = time.monotonic()
                logger.exception("The health check %s failed", name)
            return FAILED
        self._told.pop(name, None)
        return OK


answers = Answers()
