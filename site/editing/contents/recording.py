"""What of the content is kept as records of its own, so that one query can answer questions about
all pages: the links, and the pictures without text. Written when content is saved."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from ..models import Link, SilentPicture, WebAddress
from ..models.links import TEXT_LENGTH
from .walk import FoundLink, FoundPicture, content_fields, found_in

CHUNK = 200
ADDRESS_LENGTH = WebAddress._meta.get_field("url").max_length


def is_source(model: type[models.Model]) -> bool:
    """Whether editors write content into objects of this model: page types, snippets, settings."""
    if issubclass(model, Page):
        return model is not Page
    return model in get_snippet_models() or issubclass(model, (BaseSiteSetting, BaseGenericSetting))


def sources() -> list[type[models.Model]]:
    """All such models that can hold a link or picture."""
    from django.apps import apps

    return [model for model in apps.get_models() if is_source(model)]


def is_touched(model: type[models.Model], update_fields: Iterable[str] | None) -> bool:
    """Whether a write of these fields (None: all) can change a link or picture.

    Saving a draft writes a few fields of the page, while the object holds the draft's content.
    """
    return update_fields is None or not content_fields(model).isdisjoint(update_fields)


@transaction.atomic
def record(source: models.Model) -> None:
    """Keep what the object names now. Nothing is written if that is what is kept already."""
    is_alias = isinstance(source, Page) and source.alias_of_id is not None
    found = [] if is_alias else list(found_in(source))
    _record_links(source, [item for item in found if isinstance(item, FoundLink)])
    if isinstance(source, Page):
        _record_pictures(source, [item for item in found if isinstance(item, FoundPicture)])


def forget(source: models.Model) -> None:
    """Remove what is kept of a snippet or setting; pages take their records with them."""
    _links_of(source).delete()


def record_everything() -> int:
    """Read all content anew, for what came past the signals. Returns the number of objects."""
    number = 0
    for model in sources():
        for source in _all(model):
            record(source)
            number += 1
    return number


def _all(model: type[models.Model]) -> Iterator[models.Model]:
    return model._default_manager.order_by("pk").iterator(chunk_size=CHUNK)


def _links_of(source: models.Model) -> models.QuerySet:
    content_type = ContentType.objects.get_for_model(source)
    return Link.objects.filter(content_type=content_type, object_id=str(source.pk))


def _key(link: FoundLink) -> tuple[Any, ...]:
    return (
        link.content_path[:255],
        link.text[:TEXT_LENGTH],
        link.page,
        link.document,
        link.address or None,
    )


def _record_links(source: models.Model, found: list[FoundLink]) -> None:
    # An address longer than any browser takes is no link.
    wanted = list(
        dict.fromkeys(_key(link) for link in found if len(link.address) <= ADDRESS_LENGTH)
    )
    kept = _links_of(source)
    columns = ("content_path", "text", "target_page", "target_document", "address__url")
    if sorted(map(str, kept.values_list(*columns))) == sorted(map(str, wanted)):
        return
    kept.delete()
    addresses = _addresses({key[-1] for key in wanted if key[-1]})
    content_type = ContentType.objects.get_for_model(source)
    Link.objects.bulk_create(
        Link(
            page_id=source.pk if isinstance(source, Page) else None,
            content_type=content_type,
            object_id=str(source.pk),
            content_path=path,
            text=text,
            target_page=page,
            target_document=document,
            address_id=addresses.get(url),
        )
        for path, text, page, document, url in wanted
    )


def _addresses(urls: set[str]) -> dict[str, int]:
    """The keys of the addresses, which are made if they are new."""
    if not urls:
        return {}
    WebAddress.objects.bulk_create([WebAddress(url=url) for url in urls], ignore_conflicts=True)
    return dict(WebAddress.objects.filter(url__in=urls).values_list("url", "pk"))


def _record_pictures(page: Page, found: list[FoundPicture]) -> None:
    wanted = {item.content_path[:255]: item.image for item in found if not item.has_text}
    kept = SilentPicture.objects.filter(page_id=page.pk)
    if dict(kept.values_list("content_path", "image_id")) == wanted:
        return
    kept.delete()
    known = set(
        get_image_model().objects.filter(pk__in=wanted.values()).values_list("pk", flat=True)
    )
    SilentPicture.objects.bulk_create(
        SilentPicture(page_id=page.pk, image_id=image, content_path=path)
        for path, image in wanted.items()
        if image in known
    )
