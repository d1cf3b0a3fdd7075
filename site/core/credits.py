"""All pictures that visitors see, with those who made them: the list of picture credits.

German copyright law (§ 13 UrhG) gives authors the right to be named.
"""

from collections.abc import Callable, Iterable

from django.contrib.contenttypes.models import ContentType
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .models import Partner
from .references import visible_media
from .visibility import visible

# Functions of upper floors that name pictures which a page holds but does not show.
_sources: list[Callable[[], Iterable[int]]] = []


def register_unshown_pictures(source: Callable[[], Iterable[int]]) -> Callable[[], Iterable[int]]:
    """Register a function that returns keys of pictures to leave out. Returns it."""
    _sources.append(source)
    return source


def pictures_in_use() -> list:
    """The pictures on visible pages and the partners' logos, by title; none that is hidden."""
    image_model = get_image_model()
    to_pictures = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(image_model)
    )
    pages = {str(pk) for pk in visible(Page.objects.all()).values_list("pk", flat=True)}
    on_pages = to_pictures.filter(base_content_type=ContentType.objects.get_for_model(Page))
    of_partners = to_pictures.filter(base_content_type=ContentType.objects.get_for_model(Partner))
    keys = {key for page, key in on_pages.values_list("object_id", "to_object_id") if page in pages}
    keys.update(of_partners.values_list("to_object_id", flat=True))
    unshown = {pk for source in _sources for pk in source()}
    wanted = [int(key) for key in keys if int(key) not in unshown]
    return list(visible_media(image_model.objects.filter(pk__in=wanted)).order_by("title", "pk"))
