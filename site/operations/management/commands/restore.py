import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.ledger import LedgerError
from operations.backup import archive
from operations.backup.encryption import identities
from operations.backup.errors import BackupError
from operations.backup.restoring import Restored, restore


class Command(BaseCommand):
    help = (
        "Fill an empty system (a new database, before migrate, and no media) from a backup, and "
        "erase again what was withdrawn or deleted since (docs/operations.md)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dir", type=Path, metavar="DIR", help="a backup, or a folder of them: then the newest"
        )
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key")
        parser.add_argument(
            "--ledger",
            type=Path,
            action="append",
            default=[],
            metavar="PATH",
            help="a newer copy of the ledger (folder, or ledger.jsonl); may be given several times",
        )
        parser.add_argument(
            "--keep-deleted",
            action="store_true",
            help="bring back what was deleted since the backup, though not what was withdrawn",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 1 else (lambda text: None)
        try:
            keys = identities(options["identity"]) if options["identity"] else []
            reader = archive.find(options["dir"], keys)
            done = restore(reader, options["ledger"], options["keep_deleted"], say)
        except (BackupError, LedgerError, OSError) as error:
            raise CommandError(f"{error} Nothing was restored.") from error
        if options["verbosity"]:
            for line in _table(done):
                self.stdout.write(line)
            self.stdout.write(
                f"Restored from {reader.folder}, taken at {reader.taken_at:%Y-%m-%d %H:%M:%S} UTC; "
                f"{time.monotonic() - started:.1f} s."
            )
        if done.undone:
            raise CommandError(f"All is restored, but these must be run again: {done.undone}.")


def _table(done: Restored) -> list[str]:
    """Rows and files, as they were in the backup and as they are here."""
    found = done.contents
    rows = [(name, number, done.tables[name]) for name, number in found.tables.items() if number]
    rows.append(("all tables", sum(found.tables.values()), sum(done.tables.values())))
    rows.append(("files, by checksum", found.files, found.files))
    width = max(len(name) for name, *__ in rows)
    lines = [f"{'':{width}}  {'backup':>9}  {'restored':>9}"]
    lines += [f"{name:{width}}  {before:>9}  {now:>9}" for name, before, now in rows]
    if done.migrated:
        lines.append(f"Migrations that were applied: {', '.join(done.migrated)}.")
    lines += done.notes
    lines += [f"Was missing in the backup already: {file.name}" for file in found.missing]
    return lines
