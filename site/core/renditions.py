"""Makes the sizes and formats of pictures before anybody asks for them.

After a picture was saved, the background worker makes what is missing; after an import or a change
of `core.images.ALL_SPECIFICATIONS`, `manage.py make_renditions` does. Who asks earlier gets them
all the same, and waits for them.
"""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from .images import ALL_SPECIFICATIONS

logger = logging.getLogger(__name__)

_CHUNK = 100


def make_missing(image: Any) -> int:
    """Make the renditions that a picture lacks: how many. Raises `SourceImageIOError` if its file
    is missing or cannot be read, or the disk is full."""
    filters = [Filter(spec=specification) for specification in ALL_SPECIFICATIONS]
    missing = len(filters) - len(image.find_existing_renditions(*filters))
    if missing:
        image.get_renditions(*filters)
    return missing


def make_all_missing() -> Iterator[tuple[Any, int, str]]:
    """Go through all pictures: (picture, how many renditions were made, what went wrong or "")."""
    images = get_image_model().objects.prefetch_renditions(*ALL_SPECIFICATIONS).order_by("pk")
    for image in images.iterator(_CHUNK):
        try:
            yield image, make_missing(image), ""
        except SourceImageIOError as problem:
            yield image, 0, str(problem)


@task(backend="background")
def make_renditions_of(pk: int) -> None:
    """Make what a picture lacks; nothing if it was deleted meanwhile."""
    image = get_image_model().objects.prefetch_renditions(*ALL_SPECIFICATIONS).filter(pk=pk).first()
    if image is None:
        return
    try:
        make_missing(image)
    except SourceImageIOError as problem:
        logger.warning("The sizes of picture %s could not be made: %s", pk, problem)


def make_soon(image: Any) -> None:
    """Let the worker make what a picture lacks, as soon as what is written now is stored."""
    transaction.on_commit(partial(make_renditions_of.enqueue, image.pk), robust=True)


@receiver(post_save)
def make_after_saving(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A new file or another focal point needs new renditions."""
    if isinstance(instance, get_image_model()) and not raw:
        make_soon(instance)
