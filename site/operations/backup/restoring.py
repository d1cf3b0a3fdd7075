"""Puts a backup back into an empty system: all of it, or nothing."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.conf import STATICFILES_STORAGE_ALIAS, settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.images.models import AbstractRendition

from core import ledger
from core.ledger import Entry

from . import contents, databases, following, media
from .archive import Reader
from .checking import check_database, compare, read_ledger, unknown_migrations
from .contents import Contents
from .errors import BackupError

Say = Callable[[str], object]
# What is kept in memory of a file on its way; larger ones are laid on the disk.
IN_MEMORY = 16 * 1024 * 1024


@dataclass
class Restored:
    """What was put back. `tables`: rows as they were counted before anything else was done;
    `notes` are sentences for whoever runs the command, `undone` are commands to run again."""

    contents: Contents
    tables: dict[str, int]
    migrated: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)


def restore(
    reader: Reader,
    ledgers: Iterable[Path] = (),
    keep_deleted: bool = False,
    say: Say = lambda text: None,
) -> Restored:
    """Fill this empty system from a backup, and do what must follow.

    `ledgers` are copies of the ledger beside this system's own and the one in the backup.
    `keep_deleted` leaves what was deleted since, though not what was withdrawn: for a backup that
    is restored because something was deleted by mistake.

    Raises `BackupError`, `LedgerError`, or whatever a migration raises; then the system is empty
    again. Of the last steps, which only derive something, those that failed are named in `undone`.
    """
    say("Checksums")
    reader.verify()
    found = contents.read(reader)
    _require_fitting(found)
    _require_empty(found)
    entries = _entries(reader, ledgers)
    database = databases.own()
    check_database(reader, found, None)
    with _all_or_nothing(database) as made:
        say("Database")
        with reader.part(database.part) as source:
            database.load(source)
        done = Restored(found, _count())
        if differences := compare(found.tables, done.tables):
            raise BackupError(f"The database is not as it was: {'; '.join(differences)}.")
        done.migrated = _migrate(say)
        say(f"{found.files} files")
        _unpack(reader, found, made)
        _forget_missing_renditions(found)
        say("Sessions, tasks, record of changes")
        done.notes += following.set_aside()
        following.begin_anew()
        say("Ledger")
        ledger.add(entries)
        done.notes += following.erase_again(entries, reader.taken_at, keep_deleted)
    say("References, search")
    done.undone = following.rebuild()
    return done


def _require_fitting(found: Contents) -> None:
    """Raises `BackupError` if this system could not work with what is in the backup."""
    if found.database != connection.vendor:
        raise BackupError(
            f"This is a backup of {found.database}, and DATABASE_URL names {connection.vendor}. "
            "From one to the other the content goes with export_site and import_site."
        )
    if unknown := unknown_migrations(found):
        raise BackupError(
            "The backup was made by a newer version of the site; restore it with that one. Not "
            f"known here: {', '.join(unknown[:5])}."
        )
    # The site's own code is no upload: backups hold none of it, and bring none.
    if unknown := sorted(set(found.media) - (set(settings.STORAGES) - {STATICFILES_STORAGE_ALIAS})):
        raise BackupError(f"STORAGES has no {', '.join(unknown)}, from which files are to go back.")


def _require_empty(found: Contents) -> None:
    """Raises `BackupError` if there is anything that would be overwritten, or too little room."""
    if not databases.own().is_empty():
        raise BackupError(
            "The database is not empty. A backup is restored into a new one only, before migrate: "
            "make one, let DATABASE_URL name it, and try again."
        )
    for alias, files in found.media.items():
        storage = storages[alias]
        if not media.is_empty(storage):
            raise BackupError(
                "There are files where the media belong already. A backup is restored into an "
                "empty place only: move them away, or name another place (MEDIA_ROOT, S3_BUCKET)."
            )
        if isinstance(storage, FileSystemStorage):
            place = Path(storage.location)
            place.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(place).free < sum(file["bytes"] for file in files.values()):
                raise BackupError("There is too little room for the media on this disk.")


def _entries(reader: Reader, ledgers: Iterable[Path]) -> list[Entry]:
    """All that is known of withdrawals and deletions: here, in the backup, and in copies."""
    found = {*ledger.entries(), *read_ledger(reader)}
    for path in ledgers:
        found |= set(ledger.read(path))
    return sorted(found)


@contextmanager
def _all_or_nothing(database: databases.Database) -> Iterator[list[tuple[str, str]]]:
    """Inside, note (storage, name) of every file that was made; after an error all is gone."""
    made: list[tuple[str, str]] = []
    try:
        yield made
    except BaseException:
        for alias, name in made:
            storages[alias].delete(name)
        connection.close()
        database.clear()
        raise


def _count() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT COUNT(*) FROM {name}")  # noqa: S608 - a table of its own
            counts[table] = cursor.fetchone()[0]
    return counts


def _migrate(say: Say) -> list[str]:
    """Apply the migrations that this version has and the backup had not; their names."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"{len(plan)} migrations")
        call_command("migrate", interactive=False, verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, __ in plan]


def _unpack(reader: Reader, found: Contents, made: list[tuple[str, str]]) -> None:
    with reader.part(contents.MEDIA) as source:
        for alias, name, file in media.unpack(source, found.media):
            storage = storages[alias]
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as waiting:
                shutil.copyfileobj(file, waiting)
                waiting.seek(0)
                stored = storage.save(name, File(waiting, name=name))
            made.append((alias, stored))
            if stored != name:
                raise BackupError(f"The file {name} cannot be stored under its name here.")
    for alias, files in found.media.items():
        for name, file in files.items():
            if media.digest(storages[alias], name) != file["sha256"]:
                raise BackupError(f"The file {name} was not stored as it was.")


def _forget_missing_renditions(found: Contents) -> None:
    """Wagtail makes a rendition anew if it does not know of one."""
    missing = {(file.table, file.name) for file in found.missing}
    for model in apps.get_models():
        if issubclass(model, AbstractRendition):
            names = [name for table, name in missing if table == model._meta.db_table]
            model._base_manager.filter(file__in=names)._raw_delete(connection.alias)
