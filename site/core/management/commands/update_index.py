from typing import Any

from wagtail.search.management.commands.update_index import Command as WagtailCommand

from core.search.index import rebuild


class Command(WagtailCommand):
    """Wagtail's command for the index of the admin and the API; then the website's own search."""

    def handle(self, **options: Any) -> None:
        super().handle(**options)
        count = rebuild()
        self.write(f"Entries of the website's search: {count}")
