"""When a picture has to move: its collection changed, or who may see that."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from .places import misplaced, put_in_place


@receiver(post_save)
def move_picture(
    instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if isinstance(instance, get_image_model()) and not raw and _may_have_moved(update_fields):
        put_in_place([instance])


def _may_have_moved(update_fields: Any) -> bool:
    return update_fields is None or "collection" in update_fields


@receiver([post_save, post_delete])
def move_pictures_of_collection(sender: type, raw: bool = False, **kwargs: Any) -> None:
    if sender in (Collection, CollectionViewRestriction) and not raw:
        put_in_place(misplaced())


@hooks.register("after_bulk_action")
def move_pictures_in_bulk(request: Any, action_type: str, objects: Any, action: Any) -> None:
    """Wagtail changes the collections of many pictures past all signals."""
    if action_type == "add_to_collection":
        put_in_place(misplaced())
