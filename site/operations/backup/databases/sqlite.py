"""SQLite: its online backup, which copies one moment while others write."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from ..archive import CHUNK, sync
from ..errors import BackupError

PART = "database.sqlite3.gz"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


class SqliteSnapshot:
    """A copy of the file, which is asked instead of it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.versions = {"sqlite": sqlite3.sqlite_version}

    def query(self, sql: str) -> list[tuple]:
        with closing(sqlite3.connect(self.file)) as copy:
            return copy.execute(sql).fetchall()

    def tables(self) -> list[str]:
        return [name for (name,) in self.query(_TABLES) if not name.startswith("sqlite_")]

    def bytes(self) -> int:
        return self.file.stat().st_size

    def dump(self, sink: BinaryIO) -> None:
        with self.file.open("rb") as source, gzip.GzipFile("", "wb", 6, sink, 0) as packed:
            shutil.copyfileobj(source, packed, CHUNK)


class Sqlite:
    """The file that DATABASE_URL names."""

    part = PART

    @contextmanager
    def snapshot(self, scratch: Path) -> Iterator[SqliteSnapshot]:
        copy = scratch / "snapshot.sqlite3"
        copy.unlink(missing_ok=True)
        copy.touch(mode=0o600)
        try:
            with (
                closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro", uri=True, timeout=60)) as db,
                closing(sqlite3.connect(copy)) as target,
            ):
                db.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")  # one file, without its log beside it
                _check(target)
        except sqlite3.Error as error:
            raise BackupError(f"The database could not be copied: {error}.") from error
        yield SqliteSnapshot(copy)
        copy.unlink(missing_ok=True)

    def is_empty(self) -> bool:
        file = _file()
        if not file.exists() or not file.stat().st_size:
            return True
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
            return not db.execute(_TABLES).fetchall()

    def count(self, source: BinaryIO, scratch: Path) -> dict[str, int]:
        file = scratch / "check.sqlite3"
        try:
            _unpack(source, file)
            copy = SqliteSnapshot(file)
            return {
                table: copy.query(f'SELECT COUNT(*) FROM "{table}"')[0][0]  # noqa: S608 - its own
                for table in copy.tables()
            }
        finally:
            file.unlink(missing_ok=True)

    def load(self, source: BinaryIO) -> None:
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        copy = file.with_name(f"{file.name}.restoring")
        try:
            _unpack(source, copy)
            self.clear()
            copy.rename(file)
            sync(file.parent)
        finally:
            copy.unlink(missing_ok=True)

    def clear(self) -> None:
        connection.close()
        file = _file()
        for suffix in ("", "-wal", "-shm", "-journal"):
            file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def _file() -> Path:
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or name.startswith("file:"):
        raise BackupError("A database in memory cannot be backed up or restored.")
    return Path(name).absolute()


def _unpack(source: BinaryIO, file: Path) -> None:
    """Raises `BackupError` unless it is a database that is whole."""
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    try:
        with gzip.GzipFile(fileobj=source) as packed, file.open("wb") as target:
            shutil.copyfileobj(packed, target, CHUNK)
        with closing(sqlite3.connect(file)) as db:
            _check(db)
    except (EOFError, gzip.BadGzipFile, sqlite3.Error) as error:
        raise BackupError(f"The copy of the database cannot be read: {error}.") from error


def _check(db: sqlite3.Connection) -> None:
    said = [text for (text,) in db.execute("PRAGMA integrity_check")]
    if said != ["ok"]:
        raise BackupError(f"The database is damaged: {'; '.join(said[:3])}.")
