from django.core.management.base import BaseCommand

from delivery.changes.clock import read_clock
from delivery.changes.marks import mark_everything


class Command(BaseCommand):
    help = (
        "Compare the whole public site with the record of changes. For after changes that Django's "
        "signals did not see: SQL typed in by hand, an import past the models, a restored backup."
    )

    def handle(self, **options) -> None:
        before = read_clock().sequence
        mark_everything()
        found = read_clock().sequence - before
        self.stdout.write(f"{found} changes noted.")
