"""Pictures lie where everybody may read them, or not.

A picture of a restricted collection (or one below it), or one that nobody may see
(`core.unshown`), lies in `private/`, with its renditions. When the restriction, the collection,
its place in the tree or what may be seen changes, the file moves; its renditions are made anew
when they are next asked for.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.images import get_image_model
from wagtail.models import Collection

from ..references import private_collections
from ..renditions import make_soon
from ..unshown import unshown_pictures
from .names import unguessable
from .storage import PRIVATE

logger = logging.getLogger(__name__)

ORIGINALS = "original_images"
RENDITIONS = "images"


def is_private(image: Any) -> bool:
    """Whether not everybody may see a picture."""
    if image.pk in unshown_pictures([image.pk]):
        return True
    collection = Collection.objects.filter(pk=image.collection_id).first()
    return collection is not None and collection.get_view_restrictions().exists()


def place_of(folder: str, filename: str, *, private: bool, made_from: str = "") -> str:
    """Where a file goes that is stored now; nobody can guess it (`unguessable`)."""
    return f"{PRIVATE if private else ''}{folder}/{unguessable(filename, made_from)}"


def misplaced() -> QuerySet:
    """The pictures that do not lie where they belong, or of which a rendition does not."""
    collections, unshown = private_collections(), unshown_pictures()
    private = Q(collection__in=collections) | Q(pk__in=unshown)
    of_private = Q(image__collection__in=collections) | Q(image__in=unshown)
    images = get_image_model().objects
    exposed = images.filter(private).exclude(file__startswith=PRIVATE)
    hidden = images.exclude(private).filter(file__startswith=PRIVATE)
    renditions = get_image_model().get_rendition_model().objects
    seen = renditions.filter(of_private).exclude(file__startswith=PRIVATE)
    unseen = renditions.exclude(of_private).filter(file__startswith=PRIVATE)
    pks = {
        *exposed.values_list("pk", flat=True),
        *hidden.values_list("pk", flat=True),
        *seen.values_list("image", flat=True),
        *unseen.values_list("image", flat=True),
    }
    return images.filter(pk__in=pks).order_by("pk")


def put_in_place(images: Iterable[Any]) -> tuple[int, list[Any]]:
    """Move each picture to where it belongs: how many were moved, and those that could not be."""
    moved, failed = 0, []
    for image in images:
        try:
            moved += place(image)
        except OSError:
            logger.exception("The file of picture %s could not be moved", image.pk)
            failed.append(image)
    return moved, failed


def place(image: Any) -> bool:
    """Move a picture to where it belongs, if it lies elsewhere. Raises OSError."""
    private = is_private(image)
    renditions = [r for r in image.renditions.all() if _is_in(r.file.name, private=not private)]
    if not renditions and _is_in(image.file.name, private=private):
        return False
    with transaction.atomic():
        for rendition in renditions:
            rendition.delete()  # with its file, when the transaction is through
        if not _is_in(image.file.name, private=private):
            _move(image, private)
    make_soon(image)
    return True


def _move(image: Any, private: bool) -> None:
    storage, old = image.file.storage, image.file.name
    with storage.open(old) as file:
        new = storage.save(place_of(ORIGINALS, old, private=private), file)
    image.file.name = new
    try:
        image.save(update_fields=["file"])
    except BaseException:
        storage.delete(new)
        raise
    transaction.on_commit(lambda: _delete(storage, old))


def _delete(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("The file %s could not be deleted after it was copied", name)


def _is_in(name: str, *, private: bool) -> bool:
    return name.startswith(PRIVATE) == private
