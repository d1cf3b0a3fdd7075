from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.schedule import run_schedule


class Command(BaseCommand):
    help = (
        "Publish and take offline what is due, end consents, delete what is kept too long. Call it "
        "every minute; the exit code is 1 if a job failed, and the log says why."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = run_schedule()
        if outcome.is_busy:
            self.stdout.write("Another run is under way.")
            return
        if options["verbosity"] > 1:
            for name, result in outcome.done.items():
                self.stdout.write(f"{name}: {result}")
        if outcome.failed:
            raise CommandError(f"Failed: {', '.join(outcome.failed)}. The log says why.")
