"""The filters of Wagtail's API, for values from outside: each is parsed, or answered with 400."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CharField, DateTimeField, Field, ForeignKey, QuerySet
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


class PublicFieldsFilter(BaseFilterBackend):
    """Filters by equality (`?state=NW`), as Wagtail's does, with values that are checked.

    A relation finds only what a visitor may see: `?image=` with the key of a private picture
    finds nothing, also where a page has it.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        for name, value in request.GET.items():
            if name not in names or name == "locale":
                continue  # an operation; `locale` has a filter of its own
            field = queryset.model._meta.get_field(name)
            if isinstance(field, TaggableManager):
                for tag in value.split(","):
                    queryset = queryset.filter(**{f"{name}__name": tag})
                queryset._filtered_by_tag = True  # Wagtail's search asks for it
            elif isinstance(field, ForeignKey):
                related = _visible(field.related_model, view).filter(pk=parsed(field, value))
                queryset = queryset.filter(**{f"{name}__in": related.values("pk")})
            else:
                queryset = queryset.filter(**{name: parsed(field, value)})
        return queryset


def parsed(field: Field, value: str) -> Any:
    """The value of a parameter as the field's Python value.

    Raises `BadRequestError` that names the field for a value that it can't have.
    """
    target = field.target_field if isinstance(field, ForeignKey) else field
    try:
        if isinstance(field, BooleanField):
            return parse_boolean(value)
        result = target.to_python(value)
        target.run_validators(result)
        _check_choice(field, result)
    except (ValidationError, ValueError) as error:
        reason = " ".join(getattr(error, "messages", [str(error)]))
        raise BadRequestError(
            f"field filter error. '{value}' is not a valid value for {field.name} ({reason})"
        ) from error
    if result is None:
        raise BadRequestError(f"field filter error. {field.name} is empty")
    if isinstance(field, DateTimeField) and timezone.is_naive(result):
        result = timezone.make_aware(result)
    return result


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
    """Orders by the fields of an object itself: by what is related, rows would come twice."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        names = view.get_available_fields(queryset.model, db_fields_only=True)
        for part in request.GET.get("order", "").split(","):
            name = part.removeprefix("-")
            if name in names and name != "locale":
                field = queryset.model._meta.get_field(name)
                if field.is_relation:
                    raise BadRequestError(f"cannot order by '{part}' (it is a relation)")
        return super().filter_queryset(request, queryset, view)


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
    """Wagtail's, with a 400 that names the parameter where Wagtail's has a 404 that does not."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        if "locale" in request.GET:
            keys = {locale.language_code: pk for pk, locale in languages_of_locales().items()}
            if request.GET["locale"] not in keys:
                raise BadRequestError(f"locale must be one of {', '.join(keys)}")
            queryset = queryset.filter(locale_id=keys[request.GET["locale"]])
        return queryset


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
