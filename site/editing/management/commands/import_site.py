import time
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editing.transfer.errors import TransferError
from editing.transfer.importing import import_site


class Command(BaseCommand):
    help = "Fill an empty site from a folder that export_site has written (docs/data.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of the export")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 1 else (lambda text: None)
        try:
            done = import_site(options["folder"], say)
        except (TransferError, SuspiciousOperation, OSError) as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        for note in done.notes:
            self.stderr.write(self.style.WARNING(note))
        if options["verbosity"]:
            counts = ", ".join(f"{n} {what}" for what, n in sorted(done.counts.items()))
            seconds = time.monotonic() - started
            self.stdout.write(f"Imported from {options['folder']}: {counts}; {seconds:.1f} s.")
