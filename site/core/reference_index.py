"""Keeps Wagtail's index of references right where it forgets to look again (Wagtail 8.0.1).

It reads what a page or snippet refers to when that is saved, and when a row of it is. But rows that
an editor removes are deleted after the page was saved. If none is left to be saved after them, what
they named would count as used for ever: the number of a contact person whom no page shows any more
would stay public (`core.publicity`).
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task


@receiver(post_delete)
def look_again(instance: Model, origin: Any = None, **kwargs: Any) -> None:
    """Read anew what the owner of a deleted row refers to, unless the owner is deleted with it."""
    is_itself = origin is instance or (
        isinstance(origin, QuerySet) and origin.model is type(instance)
    )
    if not is_itself:
        return
    for field in instance._meta.fields:
        if not isinstance(field, ParentalKey) or not ReferenceIndex.is_indexed(field.related_model):
            continue
        pk = getattr(instance, field.attname)
        if pk is not None:
            owner = field.related_model._meta
            update_reference_index_task.enqueue(owner.app_label, owner.model_name, str(pk))
