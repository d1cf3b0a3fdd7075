"""Which writes leave a mark. Upper floors add theirs with `watch`."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    TranslatableMixin,
)
from wagtail.signals import post_page_move

from core.models import SiteSettings
from core.models.search import SearchEntry

from .marks import (
    mark_branch,
    mark_everything,
    mark_object,
    mark_page,
    mark_search,
    mark_uses,
)

# What an unpublished revision writes to the page: nothing that anybody else sees.
OF_DRAFTS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}

_watched: dict[type[Model], Callable[[Any], None]] = {}


def watch(model: type[Model], mark: Callable[[Any], None]) -> None:
    """Call `mark` with each object of a model that is saved or deleted."""
    _watched[model] = mark


watch(SearchEntry, lambda entry: mark_search())


@receiver([post_save, post_delete])
def mark_written(
    instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Leave a mark for what was saved or deleted."""
    if raw or (update_fields and OF_DRAFTS.issuperset(update_fields)):
        return
    if isinstance(instance, Page):
        mark_page(instance.pk)
    elif type(instance) in _watched:
        _watched[type(instance)](instance)
    elif isinstance(instance, PageViewRestriction):
        mark_branch(instance.page.path)
    elif isinstance(instance, (Site, Locale, Collection, CollectionViewRestriction)):
        mark_everything()
    elif isinstance(instance, _other_public_models()):
        mark_object(instance)
    elif isinstance(instance, ItemBase):
        _mark_tagged(instance)
    elif name := _parental_key(type(instance)):
        _mark_parent(getattr(instance, f"{name}_id"), type(instance)._meta.get_field(name))


@receiver(pre_delete)
def mark_users_of_deleted(instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        mark_branch(instance.path)
        mark_uses(instance)
    elif isinstance(instance, (*_other_public_models(), get_image_model(), get_document_model())):
        mark_uses(instance)


@receiver(post_page_move)
def mark_moved(instance: Page, **kwargs: Any) -> None:
    mark_branch(Page.objects.values_list("path", flat=True).get(pk=instance.pk))


@receiver(m2m_changed)
def mark_tagged(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, _media()):
        mark_object(instance)


@cache
def _media() -> tuple[type[Model], ...]:
    return get_image_model(), get_document_model()


@cache
def _other_public_models() -> tuple[type[Model], ...]:
    """Snippets, settings and files."""
    from wagtail.snippets.models import get_snippet_models

    snippets = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]
    return (*snippets, *_media(), SiteSettings, Redirect)


@cache
def _parental_key(model: type[Model]) -> str:
    fields = (field for field in model._meta.fields if isinstance(field, ParentalKey))
    return next((field.name for field in fields), "")


def _mark_parent(pk: Any, field: ParentalKey) -> None:
    """A row of a page's or snippet's own: Wagtail saves it after the object itself."""
    model = field.related_model
    if pk is None:
        return
    if issubclass(model, Page):
        mark_page(pk)
    elif issubclass(model, _other_public_models()):
        mark_object(model(pk=pk))
    elif model in _watched:
        _watched[model](model(pk=pk))


def _mark_tagged(item: ItemBase) -> None:
    tagged = item.content_object
    if isinstance(tagged, _media()):
        mark_object(tagged)
