"""The pictures and documents of a profile: which go with it, and which others use too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .. import logs
from ..emptying import empty
from ..files import delete_later
from .traces import Traces

# The file that a log of deletions names in place of the real one, which may hold a name.
NO_FILE = "erased"
KEPT_OF_IMAGE = frozenset(
    ["collection", "created_at", "credit", "file", "height", "licence", "title", "width"]
)
GREY = (208, 208, 208)
SIZE = (800, 600)


@dataclass
class Media:
    """`deleted` are used by the profile alone; `blanked` are portraits that other content uses as
    well: a neutral picture takes their place there. `shared` are other pictures and documents that
    stay, because other content uses them."""

    deleted: list[Any] = field(default_factory=list)
    blanked: list[Any] = field(default_factory=list)
    shared: list[Any] = field(default_factory=list)


def look_up(traces: Traces) -> Media:
    """What becomes of the pictures and documents of a profile, also those of earlier versions.

    A portrait shows the person wherever it stands, so it goes everywhere. Drawings show nobody:
    they go only if they were the portrait, and stay where other content uses them.
    """
    found = Media()
    images = get_image_model().objects.filter(pk__in=traces.images | traces.portraits)
    for image in images.order_by("pk"):
        is_portrait = image.pk in traces.portraits
        if uses_elsewhere(image, traces):
            blank = is_portrait and not image.is_illustration
            (found.blanked if blank else found.shared).append(image)
        elif is_portrait or not image.is_illustration:
            found.deleted.append(image)
    for document in get_document_model().objects.filter(pk__in=traces.documents).order_by("pk"):
        (found.shared if uses_elsewhere(document, traces) else found.deleted).append(document)
    return found


def uses_elsewhere(obj: Model, traces: Traces) -> Any:
    """References to a picture or document from anything but the profile itself."""
    pages = ContentType.objects.get_for_model(Page)
    return ReferenceIndex.get_references_to(obj).exclude(
        base_content_type=pages, object_id__in=traces.keys
    )


def erase(found: Media) -> None:
    """Delete what was the profile's alone, and blank portraits that stand elsewhere too."""
    for obj in found.deleted:
        logs.erase_log([ContentType.objects.get_for_model(obj)], [str(obj.pk)])
        tags = _tags(obj)
        _forget_files(obj)
        obj.delete()
        _delete_unused(tags)
    for image in found.blanked:
        logs.erase_log([ContentType.objects.get_for_model(image)], [str(image.pk)])
        _blank(image)


def names_of_files(obj: Any) -> list[str]:
    """The files of a picture, with its renditions, or of a document."""
    renditions = getattr(obj, "renditions", None)
    return [obj.file.name, *(renditions.values_list("file", flat=True) if renditions else ())]


def _forget_files(obj: Any) -> None:
    """Note the files for deletion; the object itself names none from now on.

    Wagtail deletes them too, but without a second try, and in a task that would keep their names.
    """
    delete_later(names_of_files(obj))
    for rendition in obj.renditions.all() if hasattr(obj, "renditions") else ():
        rendition.file.name = NO_FILE
        rendition.delete()
    obj.file.name = NO_FILE


def _blank(image: Any) -> None:
    tags = _tags(image)
    _forget_files(image)
    image.tags.clear()
    _delete_unused(tags)
    empty(image, KEPT_OF_IMAGE)
    image.title = _("Removed picture")
    image.credit = "–"
    image.is_illustration = True
    drawn = BytesIO()
    Pillow.new("RGB", SIZE, GREY).save(drawn, "PNG")
    image.file.save("removed.png", ContentFile(drawn.getvalue()), save=False)
    image.save()


def _tags(obj: Any) -> list[int]:
    return list(obj.tags.values_list("pk", flat=True))


def _delete_unused(tags: Iterable[int]) -> None:
    for tag in Tag.objects.filter(pk__in=list(tags), taggit_taggeditem_items=None):
        tag.delete()
