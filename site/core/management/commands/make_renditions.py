from typing import Any

from django.core.management.base import BaseCommand

from ...renditions import make_all_missing


class Command(BaseCommand):
    """For pictures that came past the site, and after the list of sizes and formats changed."""

    help = "Makes the sizes and formats that pictures lack, so that no visitor waits for them."

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        for image, count, problem in make_all_missing():
            made += count
            if problem:
                self.stderr.write(f"{image.pk} {image.title}: {problem}")
        self.stdout.write(f"Renditions: {made} made.")
