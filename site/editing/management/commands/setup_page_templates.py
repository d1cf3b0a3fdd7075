from typing import Any

from django.core.management.base import BaseCommand

from editing.page_templates.delivered import ensure_delivered


class Command(BaseCommand):
    help = (
        "Make the page templates that come with the software, where they are missing. What people "
        "have changed stays; what they have deleted comes back."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_delivered()
        for name in made:
            self.stdout.write(f"  {name}")
        if not made:
            self.stdout.write("  Nothing was missing.")
