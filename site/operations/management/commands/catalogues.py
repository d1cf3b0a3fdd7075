"""`manage.py catalogues extract | check | compile`: message catalogues without GNU gettext."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.catalogues.check import check
from operations.catalogues.compile import compile_catalogues
from operations.catalogues.extract import extract
from operations.catalogues.project import relative
from operations.catalogues.update import update


class Command(BaseCommand):
    help = "Extract, check or compile the message catalogues in locale/."
    # Runs before there is a database, and before the catalogues that checks might need.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("compile", help="make the .mo files that Django loads")
        actions.add_parser("extract", help="bring the .po files into line with the sources")
        actions.add_parser("check", help="fail if a visible string is unmarked or untranslated")

    def handle(self, *, action: str, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        {"compile": self._compile, "extract": self._extract, "check": self._check}[action](root)

    def _compile(self, root: Path) -> None:
        try:
            changed = compile_catalogues(root)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Catalogues: {len(changed)} compiled.")

    def _extract(self, root: Path) -> None:
        extraction = extract(root)
        if extraction.findings:
            # Writing now would drop the translations of what could not be read.
            raise CommandError("\n".join(map(str, ["Nothing written.", *extraction.findings])))
        for result in update(root, extraction):
            self.stdout.write(
                f"{relative(root, result.path)}: {result.added} new, {result.dropped} dropped, "
                f"{result.untranslated} without translation."
            )

    def _check(self, root: Path) -> None:
        findings = check(root)
        if findings:
            lines = [*map(str, findings), f"Catalogues: {len(findings)} findings."]
            raise CommandError("\n".join(lines))
        self.stdout.write("Catalogues: complete.")
