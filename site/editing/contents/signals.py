"""Content that is saved is read at once."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page

from .recording import forget, is_source, is_touched, record


@receiver(post_save)
def read_saved(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    if not raw and is_source(sender) and is_touched(sender, update_fields):
        record(instance)


@receiver(post_delete)
def forget_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if is_source(sender) and not issubclass(sender, Page):
        forget(instance)
