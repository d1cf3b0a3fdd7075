"""Makes a backup of one point in time."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils import timezone

from core import ledger

from . import contents, databases, media
from .archive import Writer, prune, writing
from .contents import Contents
from .databases import Database, Snapshot
from .errors import BackupError

# How often a backup begins anew because a file was deleted while it was made.
TRIES = 3
# What must be free beside the parts: the manifest, and what else grows meanwhile.
RESERVE = 50 * 1024 * 1024
# Larger files beside backups are no file of keys.
LARGEST_KEY = 64 * 1024

Say = Callable[[str], object]


@dataclass
class Done:
    """A backup that was made. `deleted`: names of older ones that went."""

    folder: Path
    taken_at: datetime
    contents: Contents
    bytes: int
    deleted: list[str] = field(default_factory=list)


def back_up(
    place: Path,
    recipients: Sequence[str] = (),
    keep: int | None = None,
    say: Say = lambda text: None,
) -> Done:
    """Make a backup in a folder, encrypted to the recipients; keep the newest so many.

    Raises `BackupError`; then nothing is left of the new one, and the older ones are untouched.
    """
    if keep is not None and keep < 1:
        raise BackupError("At least one backup must be kept.")
    _require_no_key(place)
    database = databases.own()
    with writing(place, recipients) as writer:
        for attempt in range(1, TRIES + 1):
            writer.begin()
            # Before the snapshot: what is recorded from now on may not be in it.
            taken_at = timezone.now()
            say("Database")
            with database.snapshot(writer.folder) as snapshot:
                found, vanished = _write(database, snapshot, writer, say)
            if not vanished or attempt == TRIES:
                break
            say(f"{len(vanished)} files were deleted meanwhile: once more")
        folder = writer.finish(taken_at)
        size = sum(part["bytes"] for part in writer.parts.values())
        done = Done(folder, taken_at, found, size)
        if keep is not None:
            done.deleted = prune(place, keep)
    return done


def _require_no_key(place: Path) -> None:
    """Raises `BackupError` if the key that opens the backups lies beside them."""
    if not place.is_dir():
        return
    for file in place.iterdir():
        if not file.is_file() or file.stat().st_size > LARGEST_KEY:
            continue
        if b"AGE-SECRET-KEY-" in file.read_bytes().upper():
            raise BackupError(
                f"{file} holds a secret key. Whoever gets hold of the backups could read them with "
                "it: move it to another machine. No backup was made."
            )


def _write(
    database: Database, snapshot: Snapshot, writer: Writer, say: Say
) -> tuple[Contents, list[media.NamedFile]]:
    """All parts of a snapshot; and the files that it names, but that were deleted since."""
    files = media.files_in(snapshot)
    _require_room(snapshot, files, writer)
    with writer.part(database.part) as sink:
        snapshot.dump(sink)
    say(f"{len(files)} files")
    packing = media.Packing()
    with writer.part(contents.MEDIA) as sink:
        packing.pack(files, sink)
    entries = ledger.entries()
    with writer.part(contents.LEDGER) as sink:
        for entry in entries:
            sink.write(f"{entry.as_line()}\n".encode())
    found = Contents(
        database=connection.vendor,
        versions={**contents.versions(), **snapshot.versions},
        tables={table: _rows(snapshot, table) for table in snapshot.tables()},
        migrations=sorted(snapshot.query("SELECT app, name FROM django_migrations")),
        media=packing.media,
        missing=packing.as_missing(),
        ledger=len(entries),
    )
    contents.write(found, writer)
    return found, [file for file in packing.missing if _is_vanished(file)]


def _rows(snapshot: Snapshot, table: str) -> int:
    name = connection.ops.quote_name(table)
    return snapshot.query(f"SELECT COUNT(*) FROM {name}")[0][0]  # noqa: S608 - its own name


def _is_vanished(file: media.NamedFile) -> bool:
    """Whether nobody names the file any more: it was deleted, and not lost."""
    if file.column.is_derived:
        return False
    quote = connection.ops.quote_name
    sql = f"SELECT 1 FROM {quote(file.column.table)} WHERE {quote(file.column.column)} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [file.name])
        return cursor.fetchone() is None


def _require_room(snapshot: Snapshot, files: Sequence[media.NamedFile], writer: Writer) -> None:
    """Raises `BackupError` if the disk cannot hold the backup."""
    needed = snapshot.bytes() + media.size_of(files) + RESERVE
    free = shutil.disk_usage(writer.folder).free
    if free < needed:
        raise BackupError(
            f"There is no room in {writer.parent} for a backup: about {_megabytes(needed)} are "
            f"needed, {_megabytes(free)} are free. Nothing was written."
        )


def _megabytes(number: int) -> str:
    return f"{number / 1_000_000:,.0f} MB"
