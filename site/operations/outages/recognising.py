"""Which errors say that something outside of the site fails."""

import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from django.db import InterfaceError, OperationalError, connection

from core.disk import is_full

# https://www.sqlite.org/rescode.html; other operational errors of SQLite are mistakes in a query.
LOCKED_OR_LOST = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
DISK_FULL = "53100"
DEPTH = 10  # of errors that led to an error


class Outage(StrEnum):
    """What fails."""

    DATABASE = "database"
    DISK = "disk"


def outage_behind(error: BaseException | None) -> Outage | None:
    """What failed outside of the site, if that is why there is an error; else None."""
    for reason in _reasons(error):
        if is_full(reason):
            return Outage.DISK
        if isinstance(reason, OperationalError) and (outage := _of_database(reason)):
            return outage
        if isinstance(reason, InterfaceError) and connection.vendor == "postgresql":
            return Outage.DATABASE  # the connection was closed meanwhile
    return None


def _reasons(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it: what comes after a lost connection is only its echo."""
    for _ in range(DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _of_database(error: OperationalError) -> Outage | None:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is None:
            return Outage.DATABASE
        if code & 0xFF == sqlite3.SQLITE_FULL:
            return Outage.DISK
        return Outage.DATABASE if code & 0xFF in LOCKED_OR_LOST else None
    if getattr(cause, "sqlstate", None) == DISK_FULL:
        return Outage.DISK
    return Outage.DATABASE
