"""Wagtail's command, whose timer may still be set up somewhere, does what the schedule does.

Its own way stops at the first page that cannot go live, and asks nobody for consent.
"""

from typing import Any

from wagtail.management.commands import publish_scheduled

from operations.schedule import publishing


class Command(publish_scheduled.Command):
    help = "Publish and take offline what is due. “run_schedule” does this, and more."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            self.stdout.write(publishing.expire())
            self.stdout.write(publishing.publish())
