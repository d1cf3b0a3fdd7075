"""Which snippets a visitor can see somewhere.

Snippets have no state of their own: one that was prepared for a draft, or is left over from a
withdrawn page, must not be found by counting through addresses or in a list.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, IntegerField, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from .facts import fact
from .models.settings import DefaultContact
from .visibility import visible

# Visible pages, and the name of a field or relation of theirs that visitors do not see.
HiddenField = tuple[QuerySet, str]

_sources: list[Callable[[], Iterable[HiddenField]]] = []

# Blocks that choose by a snippet and do not show it: the topic of the newest teasers.
_CHOOSING = ".teasers.topic"


def register_hidden_fields(
    source: Callable[[], Iterable[HiddenField]],
) -> Callable[[], Iterable[HiddenField]]:
    """Register a function of an upper floor that names what visible pages keep to themselves.

    Returns it, as a decorator.
    """
    _sources.append(source)
    return source


def shown(model: type[TranslatableMixin]) -> QuerySet:
    """The snippets of a model that the footer or a visible page shows, in any language.

    A snippet that is shown in one language is shown in all: its translations are in the result.
    """
    return model._default_manager.filter(translation_key__in=_shown_keys(model))


def is_shown(snippet: TranslatableMixin) -> bool:
    """Whether the footer or a visible page names this snippet, in any language."""
    return snippet.translation_key in _shown_keys(type(snippet))


def _shown_keys(model: type[TranslatableMixin]) -> set[UUID]:
    return fact(f"shown {model._meta.label}", lambda: _find_shown_keys(model))


def _find_shown_keys(model: type[TranslatableMixin]) -> set[UUID]:
    """Asked for each snippet, until the first visible page: snippets are few, pages many."""
    page = Cast(OuterRef("object_id"), IntegerField())
    named = ReferenceIndex.objects.filter(
        Exists(visible(Page.objects.filter(pk=page)).order_by()),
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    ).exclude(model_path__endswith=_CHOOSING)
    for source in _sources:
        for pages, field in source():
            path = Q(model_path=field) | Q(model_path__startswith=f"{field}.")
            named = named.exclude(path & Q(Exists(pages.filter(pk=page).order_by())))
    shown_itself = Q(Exists(named.order_by()))
    if _stands_in_footer(model):
        shown_itself |= Q(pk__in=DefaultContact.objects.values("contact_id"))
    found = model._default_manager.filter(shown_itself)
    return set(found.values_list("translation_key", flat=True))


def _stands_in_footer(model: type[Model]) -> bool:
    return DefaultContact._meta.get_field("contact").related_model is model
