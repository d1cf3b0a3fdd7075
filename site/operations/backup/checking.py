"""Whether a backup is whole and can be read, without putting anything back."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from core.ledger import Entry, LedgerError

from . import contents, databases, media
from .archive import Reader
from .contents import Contents
from .errors import BackupError


@dataclass
class Checked:
    """`contents` is None if the backup is encrypted and no key was given: then only the checksums
    of its parts were compared."""

    reader: Reader
    contents: Contents | None


def check(reader: Reader, scratch: Path | None = None) -> Checked:
    """Read all of a backup. Raises `BackupError` naming what is wrong.

    `scratch` is where a copy of an SQLite database is laid for the while; else the system's folder
    for such files.
    """
    reader.verify()
    if reader.is_encrypted and not reader.keys:
        return Checked(reader, None)
    found = contents.read(reader)
    check_database(reader, found, scratch)
    with reader.part(contents.MEDIA) as source:
        for __ in media.unpack(source, found.media):
            pass
    if len(read_ledger(reader)) != found.ledger:
        raise BackupError("The ledger has fewer entries than it should have.")
    return Checked(reader, found)


def check_database(reader: Reader, found: Contents, scratch: Path | None) -> None:
    """Read the copy of the database from beginning to end, and compare its rows."""
    database = databases.kind_of(found.database)
    with (
        tempfile.TemporaryDirectory(dir=scratch, prefix="backup-check-") as folder,
        reader.part(database.part) as source,
    ):
        counts = database.count(source, Path(folder))
    if differences := compare(found.tables, counts):
        raise BackupError(f"The database is not what it should be: {'; '.join(differences)}.")


def compare(expected: dict[str, int], found: dict[str, int]) -> list[str]:
    """What differs: "table: 3 rows instead of 4"."""
    return [
        f"{table}: {found.get(table, 'no')} rows instead of {expected.get(table, 'none')}"
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]


def read_ledger(reader: Reader) -> list[Entry]:
    """The entries that the ledger had when the backup was made."""
    with reader.part(contents.LEDGER) as file:
        lines = file.read().splitlines()
    try:
        return [Entry.from_line(line) for line in lines]
    except LedgerError as error:
        raise BackupError(f"The ledger in {reader.folder.name} is damaged.") from error


def unknown_migrations(found: Contents) -> list[str]:
    """Migrations of the backup that this version of the site does not have: it is older."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    # An app that is gone has left its rows behind; they say nothing about this version.
    apps_here = {app for app, __ in loader.disk_migrations}
    return [f"{a}.{n}" for a, n in found.migrations if a in apps_here and (a, n) not in known]
