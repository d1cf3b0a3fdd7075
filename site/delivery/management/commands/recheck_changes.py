from django.core.management.base import BaseCommand

from delivery.changes.marks import mark_everything
from delivery.changes.settling import settle


class Command(BaseCommand):
    help = (
        "Compare the whole public site with the record of changes. For after changes that Django's "
        "signals did not see: SQL typed in by hand, an import past the models, a restored backup."
    )

    def handle(self, **options) -> None:
        before = settle().sequence
        mark_everything()
        found = settle().sequence - before
        self.stdout.write(f"{found} changes noted.")
