import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.ledger import LedgerError
from operations.backup.backing_up import Done, back_up
from operations.backup.errors import BackupError

INCOMPLETE = 2


class Command(BaseCommand):
    help = (
        "Write database, media and ledger, as they are at one moment, to a new folder in DIR "
        "(docs/operations.md). Exit code 1: no backup was made; 2: it was, but files are missing "
        "that the database names."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, metavar="DIR", help="the folder of all backups")
        parser.add_argument(
            "--encrypt-to",
            action="append",
            default=[],
            metavar="RECIPIENT",
            help="a public key of age (age1…) or SSH; may be given several times",
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="delete all but the newest N when it is complete"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 1 else (lambda text: None)
        try:
            done = back_up(options["dir"], options["encrypt_to"], options["keep"], say)
        except (BackupError, LedgerError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(_summary(done, time.monotonic() - started))
        if missing := done.contents.missing:
            some = ", ".join(file.name for file in missing[:5])
            raise CommandError(
                f"The backup is complete, but {len(missing)} files that the database names are not "
                f"there: {some}{' …' if len(missing) > 5 else ''}.",
                returncode=INCOMPLETE,
            )


def _summary(done: Done, seconds: float) -> str:
    found = done.contents
    text = (
        f"{done.folder}: {len(found.tables)} tables with {sum(found.tables.values())} rows, "
        f"{found.files} files, {found.ledger} entries of the ledger; "
        f"{done.bytes / 1_000_000:.1f} MB, {seconds:.1f} s."
    )
    return f"{text} Deleted: {', '.join(done.deleted)}." if done.deleted else text
