from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from editing.contents.recording import record_everything
from editing.links.checking import check_all, due, remove_unused


class Command(BaseCommand):
    help = (
        "Read the links of all content, and ask the addresses of other websites that were not "
        "checked for six days. A timer calls this once a week; what there was no time for is "
        "first the next time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--minutes", type=float, default=30, help="stop asking after so long (default: 30)"
        )
        parser.add_argument(
            "--limit", type=int, default=5000, help="ask at most so many (default: 5000)"
        )

    def handle(self, minutes: float, limit: int, **options: Any) -> None:
        record_everything()
        remove_unused()
        addresses = due(limit)
        checked = broken = 0
        for address in check_all(addresses, seconds=minutes * 60):
            checked += 1
            broken += bool(address.problem)
            if address.problem and options["verbosity"] > 1:
                self.stdout.write(f"{address.url}: {address.get_problem_display()}")
        self.stdout.write(
            _("%(checked)s of %(due)s addresses checked, %(broken)s broken.")
            % {"checked": checked, "due": len(addresses), "broken": broken}
        )
