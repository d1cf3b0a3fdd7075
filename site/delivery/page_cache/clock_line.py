"""The state of the public site, read from the database as directly as can be.

One row, each time, on a connection of its own that all threads of the process take turns at: it
needs none of the pool, and has no transaction that could show an older state.
"""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils import timezone

from ..changes.clock import read_clock
from ..models import Clock, Mark

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """`epoch` and `token` as `Clock` has them; `day` is the date here, which the consents of
    profiles and the dates of events are compared with."""

    epoch: str
    token: str
    day: str


class ClockLine:
    """Reads the state. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: Any = None
        self._run: Any = None
        self._state = State("", "", "")
        self._day, self._midnight = "", 0.0
        self._due: Any = None
        self._due_at = 0.0

    def read(self) -> State | None:
        """The state; None if the database does not answer.

        A write since the last request, or a page that has expired, makes it a new one first.
        """
        try:
            with self._lock:
                row = self._row()
                if row is not None and not self._is_behind(row):
                    return self._as_state(row[0], row[1])
            clock = read_clock()
        except Error as error:
            logger.warning("The state of the site could not be read: %s", error)
            return None
        with self._lock:
            return self._as_state(clock.epoch, clock.token)

    def close(self) -> None:
        """Give the connection back; the next read opens another."""
        with self._lock:
            self._hang_up()

    def _row(self) -> tuple[Any, ...] | None:
        """(epoch, token, due_at, whether something unnoticed was written)."""
        if self._connection is None:
            self._open()
        try:
            return self._run()
        except Exception:  # of the driver: the server began anew, or ended the connection
            self._hang_up()
            self._open()
            with self._connection.wrap_database_errors:
                return self._run()

    def _open(self) -> None:
        default = connections[DEFAULT_DB_ALIAS]
        settings = {**default.settings_dict, "OPTIONS": dict(default.settings_dict["OPTIONS"])}
        settings["OPTIONS"].pop("pool", None)
        connection = type(default)(settings, DEFAULT_DB_ALIAS)
        connection.inc_thread_sharing()
        connection.ensure_connection()
        self._connection = connection
        self._run = _runner(connection)

    def _hang_up(self) -> None:
        if self._connection is None:
            return
        with suppress(Error):  # it was closed already
            self._connection.close()
        self._connection = self._run = None

    def _is_behind(self, row: tuple[Any, ...]) -> bool:
        __, __, due_at, is_unnoticed = row
        if is_unnoticed:
            return True
        if due_at is None:
            return False
        if due_at != self._due:
            self._due, self._due_at = due_at, _timestamp(due_at)
        return self._due_at <= time.time()

    def _as_state(self, epoch: str, token: str) -> State:
        now = time.time()
        if not self._midnight - 86_400 * 2 < now < self._midnight:
            today = timezone.localtime()
            tomorrow = (today + timedelta(days=1)).date()
            midnight = timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))
            self._day, self._midnight = today.date().isoformat(), midnight.timestamp()
        known = self._state
        if (known.token, known.epoch, known.day) != (token, epoch, self._day):
            self._state = State(epoch, token, self._day)
        return self._state


def _runner(connection: Any) -> Any:
    """A function that reads the row with the driver itself: Django's cursors cost more than the
    query."""
    clock, mark = Clock._meta.db_table, Mark._meta.db_table
    sql = (  # names of tables only
        "SELECT epoch, token, due_at, "
        f"EXISTS(SELECT 1 FROM {mark} WHERE NOT is_noticed) FROM {clock} LIMIT 1"  # noqa: S608
    )
    driver = connection.connection
    if connection.vendor != "postgresql":
        # All rows are fetched: a statement that is not finished would go on showing this state.
        def run() -> tuple[Any, ...] | None:
            rows = driver.execute(sql).fetchall()
            return rows[0] if rows else None

        return run

    from psycopg import Cursor

    # Who pools connections between here and PostgreSQL says so with this setting of Django's.
    prepare = not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    cursor = Cursor(driver)

    def run_prepared() -> tuple[Any, ...] | None:
        return cursor.execute(sql, prepare=prepare).fetchone()

    return run_prepared


def _timestamp(value: datetime) -> float:
    """Of a moment as the driver gives it: SQLite knows no time zones, and Django gives it UTC."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
