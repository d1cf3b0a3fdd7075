from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.demo.data import DemoDataError
from home.demo.loader import load_demo


class Command(BaseCommand):
    help = (
        "Load the demo content in German and English: what is missing is made, what exists stays "
        "as editors left it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo(report=self.report)
        except DemoDataError as error:
            raise CommandError(str(error)) from error

    def report(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
