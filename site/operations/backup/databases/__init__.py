"""How the database is copied and put back, with the means of its own server."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from django.db import connection

from ..errors import BackupError


class Snapshot(Protocol):
    """The database as it is at one moment."""

    versions: dict[str, str]

    def query(self, sql: str) -> list[tuple]:
        """Rows of that moment."""

    def tables(self) -> list[str]:
        """The names of all tables."""

    def bytes(self) -> int:
        """About how much room the copy will take."""

    def dump(self, sink: BinaryIO) -> None:
        """Write the copy. Raises `BackupError`."""


class Database(Protocol):
    """One kind of database. `part` names its copy in the backup."""

    part: str

    def snapshot(self, scratch: Path) -> AbstractContextManager[Snapshot]:
        """Hold the database at this moment; `scratch` is a folder for files that do not stay."""

    def is_empty(self) -> bool:
        """Whether there is no table yet."""

    def count(self, source: BinaryIO, scratch: Path) -> dict[str, int]:
        """Read a copy from beginning to end: rows by table. Raises `BackupError`."""

    def load(self, source: BinaryIO) -> None:
        """Put a copy into the empty database: all, or nothing. Raises `BackupError`."""

    def clear(self) -> None:
        """Make the database empty again."""


def kind_of(vendor: str) -> Database:
    """The means for "postgresql" or "sqlite". Raises `BackupError` for others."""
    from .postgres import Postgres
    from .sqlite import Sqlite

    kinds: dict[str, type[Database]] = {"postgresql": Postgres, "sqlite": Sqlite}
    if vendor not in kinds:
        raise BackupError(f"Backups of {vendor} are not supported: SQLite or PostgreSQL.")
    return kinds[vendor]()


def own() -> Database:
    """The means for the database of this site."""
    return kind_of(connection.vendor)
