"""The filters of Wagtail's API, for values from outside: each is parsed, or answered with 400."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Field,
    ForeignKey,
    QuerySet,
)
from django.http import QueryDict
from django.utils import timezone
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from taggit.managers import TaggableManager
from wagtail.api.v2.filters import LocaleFilter, OrderingFilter, SearchFilter
from wagtail.api.v2.utils import BadRequestError, parse_boolean
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from core.references import languages_of_locales, visible_media

from .lookups import IN, FieldLookup, field_lookups, list_parameters, type_filters
from .parameters import Parameter

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LOCALE_NAMES = frozenset(["locale", "language"])


class PublicFieldsFilter(BaseFilterBackend):
    """Filters by fields, as Wagtail's does (`?state=NW`), and by more (`delivery.lookups`).

    Every value is checked. A relation finds only what a visitor may see: `?image=` with the key
    of a private picture finds nothing, also where a page has it.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        lookups = field_lookups(queryset.model, names)
        declared = type_filters(queryset.model)
        for name, value in request.GET.items():
            if name in declared:
                wanted = declared[name].parameter.read(name, value)
                queryset = declared[name].narrow(queryset, wanted)
            elif name in lookups:
                queryset = queryset.filter(**{name: _of_lookup(lookups[name], value)})
            elif name in names and name != "locale":  # which has a filter of its own
                queryset = _equal(queryset, name, value, view)
        return queryset


def _equal(queryset: QuerySet, name: str, value: str, view: Any) -> QuerySet:
    field = queryset.model._meta.get_field(name)
    if isinstance(field, TaggableManager):
        for tag in value.split(","):
            queryset = queryset.filter(**{f"{name}__name": tag})
        queryset._filtered_by_tag = True  # Wagtail's search asks for it
        return queryset
    if isinstance(field, ForeignKey):
        related = _visible(field.related_model, view).filter(pk=parsed(field, value))
        return queryset.filter(**{f"{name}__in": related.values("pk")})
    return queryset.filter(**{name: parsed(field, value)})


def _of_lookup(lookup: FieldLookup, value: str) -> Any:
    if lookup.lookup != IN:
        return parsed(lookup.field, value, lookup.name)
    parts = value.split(",")
    if "" in parts:
        raise BadRequestError(f"field filter error. {lookup.name} has an empty value")
    return [parsed(lookup.field, part, lookup.name) for part in parts]


def parsed(field: Field, value: str, name: str = "") -> Any:
    """The value of a parameter (by default with the field's name) as the field's Python value.

    Raises `BadRequestError` that names the parameter for a value that the field can't have.
    """
    name = name or field.name
    target = field.target_field if isinstance(field, ForeignKey) else field
    try:
        _check_day(field, value)
        if isinstance(field, BooleanField):
            return parse_boolean(value)
        result = target.to_python(value)
        target.run_validators(result)
        _check_choice(field, result)
    except (ValidationError, ValueError) as error:
        reason = " ".join(getattr(error, "messages", [str(error)]))
        raise BadRequestError(
            f"field filter error. '{value}' is not a valid value for {name} ({reason})"
        ) from error
    if result is None:
        raise BadRequestError(f"field filter error. {name} is empty")
    if isinstance(field, DateTimeField) and timezone.is_naive(result):
        result = timezone.make_aware(result)
    return result


def _check_day(field: Field, value: str) -> None:
    # Python also reads weeks ("2018-W45-3"), which JSON Schema's dates do not know.
    is_day = isinstance(field, DateField) and not isinstance(field, DateTimeField)
    if is_day and value and not _DAY.fullmatch(value):
        raise ValueError("expected a date like 2018-11-07")


def _check_choice(field: Field, value: Any) -> None:
    if not isinstance(field, CharField) or not field.choices or (field.blank and not value):
        return
    choices = [key for key, __ in field.flatchoices]
    if value not in choices:
        raise ValueError(f"expected one of {', '.join(choices)}")


def _visible(model: type, view: Any) -> QuerySet:
    if issubclass(model, Page):
        return view.get_base_queryset()
    if model is get_image_model():
        return visible_media(model.objects.all())
    return model._default_manager.all()


class PublicOrderingFilter(OrderingFilter):
    """Orders by the fields of an object itself: by what is related, rows would come twice.

    The same on all databases: what has no value comes last, and what has the same one stands in
    the order of the keys, so that a list can be read in parts.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        for part in request.GET.get("order", "").split(","):
            name = part.removeprefix("-")
            if name in names and name != "locale":
                field = queryset.model._meta.get_field(name)
                if field.is_relation:
                    raise BadRequestError(f"cannot order by '{part}' (it is a relation)")
        ordered = super().filter_queryset(request, queryset, view)
        order = ordered.query.order_by
        # Wagtail's own search, of pictures and documents, takes nothing but names of fields.
        is_searched = "search" in request.GET and not issubclass(queryset.model, Page)
        if "order" not in request.GET or order == ("?",) or is_searched:
            return ordered
        return ordered.order_by(*(_nulls_last(queryset.model, name) for name in order), "pk")


def _nulls_last(model: type, name: str) -> Any:
    """What to order by, for a name that may begin with "-"."""
    field = model._meta.get_field(name.removeprefix("-"))
    if not field.null:
        return name
    value = F(field.name)
    return value.desc(nulls_last=True) if name.startswith("-") else value.asc(nulls_last=True)


class PublicSearchFilter(SearchFilter):
    """Wagtail's, for any text: on SQLite, quotation marks and blanks alone are errors to it."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        if "search" in request.GET:
            parameters = request.GET.copy()
            parameters["search"] = parameters["search"].replace('"', " ").strip()
            request = _With(parameters)
        return super().filter_queryset(request, queryset, view)


@dataclass
class _With:
    """What Wagtail's search reads of a request."""

    GET: QueryDict


class PublicLocaleFilter(LocaleFilter):
    """Wagtail's, with a 400 that names the parameter where Wagtail's has a 404 that does not.

    `language` is another name of `locale`.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        keys = {locale.language_code: pk for pk, locale in languages_of_locales().items()}
        for name in LOCALE_NAMES & request.GET.keys():
            if request.GET[name] not in keys:
                raise BadRequestError(f"{name} must be one of {', '.join(keys)}")
            queryset = queryset.filter(locale_id=keys[request.GET[name]])
        return queryset


class Filterable:
    """Mixin for Wagtail's viewsets: lists take the parameters of `delivery.lookups`."""

    @classmethod
    def get_available_fields(cls, model: type, db_fields_only: bool = False) -> list[str]:
        names = super().get_available_fields(model, db_fields_only)
        return filterable(model, names) if db_fields_only else names

    @classmethod
    def list_parameters(cls, model: type) -> dict[str, Parameter]:
        """What a list of this model can be narrowed by beside equality with its fields."""
        return list_parameters(model, cls.get_available_fields(model, db_fields_only=True))

    def check_query_parameters(self, queryset: QuerySet) -> None:
        known = self.known_query_parameters
        self.known_query_parameters = known | self.list_parameters(queryset.model).keys()
        super().check_query_parameters(queryset)


# Wagtail's filters that others stand in for; their order matters to Wagtail.
REPLACED = {
    "FieldsFilter": PublicFieldsFilter,
    "OrderingFilter": PublicOrderingFilter,
    "LocaleFilter": PublicLocaleFilter,
    "SearchFilter": PublicSearchFilter,
}


def public_filters(backends: list[type]) -> list[type]:
    """Wagtail's filter backends in their order, with ours in place of those that they replace."""
    return [REPLACED.get(backend.__name__, backend) for backend in backends]


def filterable(model: type, names: list[str]) -> list[str]:
    """Of the names of a model's database fields, those that can filter and order a public list.

    Left out: what consents may hide (`api_not_filterable` of the model) and must not be found out
    by filtering, structured text, and rows of other tables.
    """
    hidden = getattr(model, "api_not_filterable", frozenset())
    return [
        name
        for name in names
        if name not in hidden and _has_plain_value(model._meta.get_field(name))
    ]


def _has_plain_value(field: Any) -> bool:
    if isinstance(field, TaggableManager):
        return True
    return field.concrete and not isinstance(field, StreamField | RichTextField)
