"""What makes messages: changes that were recorded, and writes that may be changes."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django_tasks_db.models import DBTaskResult

from ..changes.settling import settle
from ..models import Change, Mark
from ..signals import changes_recorded
from .delivering import queue
from .messages import message_about
from .models import WebhookEndpoint
from .tasks import look_for_changes


@receiver(changes_recorded)
def queue_messages(changes: list[Change], **kwargs: Any) -> None:
    """Store what is to be told with the changes themselves: both are there, or neither."""
    endpoints = list(WebhookEndpoint.objects.filter(is_active=True))
    queue(
        message_about(change, endpoint)
        for endpoint in endpoints
        for change in changes
        if endpoint.wants(change)
    )


@receiver(pre_save, sender=WebhookEndpoint)
def settle_before_the_first(instance: WebhookEndpoint, **kwargs: Any) -> None:
    """Who is new hears of what changes from now on, not of what was written before."""
    if instance._state.adding:
        settle()


@receiver(post_save, sender=Mark)
def look_for_changes_soon(**kwargs: Any) -> None:
    """Let the worker see what a write means, as soon as the write is stored."""
    connection = transaction.get_connection()
    if not any(entry[1] is ask_for_look for entry in connection.run_on_commit):
        transaction.on_commit(ask_for_look)


def ask_for_look() -> None:
    """Queue a look at what was written, unless one is queued already."""
    queued = DBTaskResult.objects.ready().filter(task_path=look_for_changes.module_path)
    if not queued.exists():
        look_for_changes.enqueue()
