"""Deletes what is kept only to look something up."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.previews import forget_expired_previews
from delivery.webhooks.delivering import wake_all
from delivery.webhooks.models import WebhookDelivery

State = WebhookDelivery.State


class Command(BaseCommand):
    help = (
        "Delete old deliveries of webhooks, finished background tasks, and drafts of previews that "
        "nobody can read any more. Deliveries that a crash has left behind are queued again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=30, help="how long they are kept (default: 30)"
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        old = timezone.now() - timedelta(days=days)
        done = WebhookDelivery.objects.filter(state__in=[State.DELIVERED, State.GIVEN_UP])
        deleted, __ = done.filter(created_at__lt=old).delete()
        previews = forget_expired_previews()
        call_command(
            "prune_db_task_results",
            f"--min-age-days={days}",
            "--backend=background",
            "--queue-name=*",
            verbosity=0,
        )
        wake_all()
        self.stdout.write(f"Deleted: {deleted} deliveries, {previews} previews.")
