"""How the board is narrowed down. Each filter works on every part of the list (see `state`)."""

from typing import Any

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page, get_page_models
from wagtail_localize.models import StringTranslation

from core.models import User
from core.places import State as FederalState

from ..models import SourceChange
from .state import State, languages, translated_models

MINE = [("1", _("Only what I wrote, changed or translated"))]


def type_choices() -> list[tuple[str, str]]:
    """Page types and snippets by the primary keys of their content types, in alphabetical order."""
    models = [model for model in get_page_models() if model is not Page]
    types = ContentType.objects.get_for_models(*models, *translated_models()[1:])
    labels = {
        str(content_type.pk): str(capfirst(model._meta.verbose_name))
        for model, content_type in types.items()
    }
    return sorted(labels.items(), key=lambda choice: choice[1].casefold())


def language_choices() -> list[tuple[str, str]]:
    return [(str(locale.pk), locale.get_display_name()) for locale in languages()[1]]


class BoardFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State of translation"),
        choices=State.choices,
        method="filter_state",
        widget=forms.CheckboxSelectMultiple,
    )
    type = django_filters.MultipleChoiceFilter(
        label=_("Type"),
        choices=type_choices,
        method="filter_type",
        widget=forms.CheckboxSelectMultiple,
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=language_choices,
        method="filter_language",
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    federal_state = django_filters.ChoiceFilter(
        label=_("Federal state"),
        choices=FederalState.choices,
        method="filter_federal_state",
        empty_label=_("All"),
    )
    mine = django_filters.MultipleChoiceFilter(
        label=_("Mine"), choices=MINE, method="filter_mine", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def _add_locale_filter(self) -> None:
        """All originals are in one language; `language` is that of the translation."""

    def filter_state(self, part: QuerySet, name: str, values: list[str]) -> QuerySet:
        ranks = [State(value).rank for value in values]
        return part.filter(rank__in=ranks) if ranks else part

    def filter_type(self, part: QuerySet, name: str, values: list[str]) -> QuerySet:
        return part.filter(type_id__in=[int(value) for value in values]) if values else part

    def filter_language(self, part: QuerySet, name: str, value: str) -> QuerySet:
        return part.filter(language_id=int(value))

    def filter_federal_state(self, part: QuerySet, name: str, value: str) -> QuerySet:
        if part.model is not Page:
            return part.none()
        of_state = Q(pk__in=[])
        for model in get_page_models():
            if _has_federal_state(model):
                of_state |= Q(pk__in=model.objects.filter(state=value).order_by().values("pk"))
        return part.filter(of_state)

    def filter_mine(self, part: QuerySet, name: str, values: list[str]) -> QuerySet:
        return part.filter(_mine(part.model, self.request.user)) if values else part


def _mine(model: type[Any], user: User) -> Q:
    def among(objects: QuerySet, key: str = "translation_key") -> Q:
        return Q(translation_key__in=objects.order_by().values(key))

    mine = among(SourceChange.objects.filter(changed_by=user)) | among(
        StringTranslation.objects.filter(last_translated_by=user), "context__object_id"
    )
    if model is not Page:
        return mine
    return mine | among(Page.objects.filter(Q(owner=user) | Q(latest_revision__user=user)))


def _has_federal_state(model: type[Page]) -> bool:
    fields = (field for field in model._meta.local_fields if field.name == "state")
    return any(
        isinstance(field, CharField) and field.choices == FederalState.choices for field in fields
    )
