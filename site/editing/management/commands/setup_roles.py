from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.places import State
from editing.roles.media import sort_media
from editing.roles.setup import setup_roles


class Command(BaseCommand):
    help = (
        "Make the groups, collections and the workflow that are missing. What people have added "
        "or renamed by hand stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "states",
            nargs="*",
            help="states that get editors, by code (NW BW); else all with a page",
        )
        parser.add_argument(
            "--sort-media",
            action="store_true",
            help="also move pictures and documents from the root into the states' collections",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = [code for code in options["states"] if code not in State]
        if unknown:
            raise CommandError(
                f"{', '.join(unknown)}: no such state; there are {', '.join(State.values)}."
            )
        outcome = setup_roles([State(code) for code in options["states"]])
        for line in outcome.made:
            self.stdout.write(f"  {line}")
        if not outcome.made:
            self.stdout.write("  Nothing was missing.")
        if options["sort_media"]:
            self.stdout.write(f"  {sort_media()} pictures and documents moved")
