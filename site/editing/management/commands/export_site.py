import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editing.transfer.errors import TransferError
from editing.transfer.exporting import export_site


class Command(BaseCommand):
    help = "Write all content to a folder, as readable JSON and files (docs/data.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="empty, or with an earlier export")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        say = self.stdout.write if options["verbosity"] > 1 else (lambda text: None)
        try:
            done = export_site(options["folder"], say)
        except (TransferError, OSError) as error:
            raise CommandError(str(error)) from error
        for note in done.notes:
            self.stderr.write(self.style.WARNING(note))
        if options["verbosity"]:
            counts = ", ".join(f"{n} {what}" for what, n in sorted(done.writer.counts.items()))
            size = sum(entry["bytes"] for entry in done.writer.files.values()) / 1_000_000
            seconds = time.monotonic() - started
            self.stdout.write(
                f"Exported to {options['folder']}: {counts}; {len(done.writer.files)} files, "
                f"{size:.1f} MB, {seconds:.1f} s."
            )
