import logging
import signal
import time
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections, connections

from operations.schedule import Outcome, run_schedule

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Publish and take offline what is due, end consents, delete what is kept too long. Call it "
        "every minute, or let it run with --every 60; the exit code of a single run is 1 if a job "
        "failed, and the log says why."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=seconds,
            metavar="SECONDS",
            help="go on running, and begin anew each so many seconds; SIGTERM ends it after the "
            "run that it is at",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            self.go_on(options["every"], options["verbosity"])
            return
        outcome = run_schedule()
        self.report(outcome, options["verbosity"])
        if outcome.failed:
            raise CommandError(f"Failed: {', '.join(outcome.failed)}. The log says why.")

    def go_on(self, every: float, verbosity: int) -> None:
        """Run the schedule until SIGTERM or SIGINT. An error stops no later run."""
        ended = Event()

        def end(signum: int, frame: FrameType | None) -> None:
            ended.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        while not ended.is_set():
            began = time.monotonic()
            close_old_connections()
            try:
                self.report(run_schedule(), verbosity)
            except Exception:
                logger.exception("The schedule failed; it goes on in %s seconds", every)
                connections.close_all()
            ended.wait(max(0, began + every - time.monotonic()))

    def report(self, outcome: Outcome, verbosity: int) -> None:
        if outcome.is_busy:
            self.stdout.write("Another run is under way.")
        elif verbosity > 1:
            for name, result in outcome.done.items():
                self.stdout.write(f"{name}: {result}")


def seconds(text: str) -> float:
    """A positive number; ValueError, which argparse explains, for anything else."""
    number = float(text)
    if not 0 < number < 86_400:
        raise ValueError(text)
    return number
