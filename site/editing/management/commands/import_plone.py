import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from editing.plone.importing import import_plone
from editing.plone.reading import PloneExportError


class Command(BaseCommand):
    help = (
        "Import what collective.exportimport or plone.exportimport wrote: tells what would be made "
        "and what was not understood; with --write it is made, all or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file, a folder or a ZIP file")
        parser.add_argument("--write", action="store_true", help="make it, not only tell")
        parser.add_argument(
            "--blobs",
            type=Path,
            help="the old site's blob storage, if files were exported as paths",
        )
        parser.add_argument("--report", type=Path, help="also write the report here, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_plone(
                options["file"],
                write=options["write"],
                blobs=options["blobs"],
                progress=self._progress if options["verbosity"] > 1 else lambda text: None,
            )
        except PloneExportError as error:
            raise CommandError(str(error)) from error
        for line in report.lines(dry_run=not options["write"]):
            self.stdout.write(line)
        if options["report"]:
            text = json.dumps(report.data(), ensure_ascii=False, indent=2)
            options["report"].write_text(f"{text}\n", encoding="utf-8")
        if not options["write"]:
            self.stdout.write("Nothing was changed. Call again with --write to make it.")

    def _progress(self, text: str) -> None:
        self.stdout.write(text)
