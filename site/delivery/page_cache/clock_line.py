"""The state of the public site, read from the database as directly as can be.

One row, each time, on a connection that is used for nothing else: it takes none out of the pool,
and is in no transaction that could show an older state.
"""

import logging
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils import timezone

from ..changes.clock import read_clock
from ..models import Clock, Mark

logger = logging.getLogger(__name__)


class State(NamedTuple):
    """`epoch` and `token` as `Clock` has them; `day` is the date here, which the consents of
    profiles and the dates of events are compared with."""

    epoch: str
    token: str
    day: str


class ClockLine(threading.local):
    """Reads the state. Each thread has a connection of its own: taking turns would cost more than
    the query."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._run: Any = None
        self._state = State("", "", "")
        self._day, self._began, self._midnight = "", 0.0, 0.0

    def read(self) -> State | None:
        """The state; None if the database does not answer.

        A write since the last request, or a page that has expired, makes it a new one first.
        """
        try:
            row = self._row()
            if row is None or row[3] or (row[2] is not None and float(row[2]) <= time.time()):
                clock = read_clock()
                row = clock.epoch, clock.token
        except Error as error:
            logger.warning("The state of the site could not be read: %s", error)
            return None
        return self._as_state(row[0], row[1])

    def close(self) -> None:
        """Give this thread's connection back; the next read opens another."""
        self._hang_up()

    def _row(self) -> tuple[Any, ...] | None:
        """(epoch, token, due_at in seconds since 1970, whether something unnoticed was written)."""
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
        connection.ensure_connection()
        self._connection = connection
        self._run = _runner(connection)

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(Error):  # it was closed already
                self._connection.close()
        self._connection = self._run = None

    def _as_state(self, epoch: str, token: str) -> State:
        if not self._began < time.time() < self._midnight:
            self._look_at_calendar()
        known = self._state
        if known.token != token or known.epoch != epoch or known.day != self._day:
            known = self._state = State(epoch, token, self._day)
        return known

    def _look_at_calendar(self) -> None:
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = today + timedelta(days=1)  # on the clock: a day may have 23 or 25 hours
        self._day = today.date().isoformat()
        self._began, self._midnight = today.timestamp(), tomorrow.timestamp()


def _runner(connection: Any) -> Any:
    """A function that reads the row with the driver itself: Django's cursors cost more than the
    query."""
    clock, mark = Clock._meta.db_table, Mark._meta.db_table
    unnoticed = f"SELECT 1 FROM {mark} WHERE NOT is_noticed"  # noqa: S608 - a table
    # As seconds since 1970: reading the moment out of it takes longer than the query.
    due_at = "EXTRACT(EPOCH FROM due_at)"
    if connection.vendor == "sqlite":
        due_at = "(julianday(due_at) - 2440587.5) * 86400"
    sql = f"SELECT epoch, token, {due_at}, EXISTS({unnoticed}) FROM {clock} LIMIT 1"  # noqa: S608
    driver = connection.connection
    if connection.vendor == "sqlite":
        # All rows are fetched: a statement that is not finished would go on showing this state.
        def run() -> tuple[Any, ...] | None:
            rows = driver.execute(sql).fetchall()
            return rows[0] if rows else None

        return run

    from psycopg import OperationalError, pq

    # By the client library itself: what psycopg does around it takes longer than the query.
    line, name, query = driver.pgconn, b"clock_line", sql.encode()
    # Who pools connections between here and PostgreSQL says so with this setting of Django's.
    is_prepared = not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if is_prepared:
        line.prepare(name, query)

    def run_directly() -> tuple[Any, ...] | None:
        result = line.exec_prepared(name, None) if is_prepared else line.exec_(query)
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise OperationalError(result.error_message.decode(errors="replace"))
        if not result.ntuples:
            return None
        epoch, token, due_at, unnoticed = (result.get_value(0, column) for column in range(4))
        return epoch.decode(), token.decode(), due_at and due_at.decode(), unnoticed == b"t"

    return run_directly
