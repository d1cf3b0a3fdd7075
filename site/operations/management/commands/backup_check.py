import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.backup import archive
from operations.backup.checking import check
from operations.backup.encryption import identities
from operations.backup.errors import BackupError


class Command(BaseCommand):
    help = (
        "Read a backup from beginning to end and compare all checksums and counts; nothing is put "
        "back. Of an encrypted one without --identity only the checksums of its parts."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dir", type=Path, metavar="DIR", help="a backup, or a folder of them: then the newest"
        )
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            keys = identities(options["identity"]) if options["identity"] else []
            checked = check(archive.find(options["dir"], keys))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if not options["verbosity"]:
            return
        reader, found = checked.reader, checked.contents
        self.stdout.write(
            f"{reader.folder}, taken at {reader.taken_at:%Y-%m-%d %H:%M:%S} UTC: "
            f"{len(reader.parts)} parts, {reader.bytes / 1_000_000:.1f} MB, "
            f"{time.monotonic() - started:.1f} s."
        )
        if found is None:
            self.stdout.write("It is encrypted; what is in its parts was not looked at.")
            return
        self.stdout.write(
            f"Whole: {len(found.tables)} tables with {sum(found.tables.values())} rows, "
            f"{found.files} files, {found.ledger} entries of the ledger."
        )
        for missing in found.missing:
            self.stdout.write(f"Was missing then already: {missing.name}")
