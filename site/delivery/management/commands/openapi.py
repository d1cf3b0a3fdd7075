"""`manage.py openapi`: writes docs/openapi.json, the contract of the API under version control."""

from typing import Any

from django.core.management.base import BaseCommand

from delivery.schema.snapshot import SNAPSHOT, snapshot

FILE = f"{SNAPSHOT.parent.name}/{SNAPSHOT.name}"


class Command(BaseCommand):
    help = f"Write the OpenAPI document of the public API to {FILE}."
    # The document depends on the code alone: no database is asked.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        text = snapshot()
        is_same = SNAPSHOT.exists() and SNAPSHOT.read_text() == text
        SNAPSHOT.write_text(text)
        changes = "unchanged" if is_same else "written: look at what changed, then commit it"
        self.stdout.write(f"{FILE} {changes}.")
