"""JSON Schemas of what Wagtail's serializers make of pages, pictures and documents."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from rest_framework import fields as rest
from rest_framework.serializers import BaseSerializer
from typing_extensions import TypedDict
from wagtail.api.v2 import serializers as wagtail
from wagtail.blocks import StreamBlock
from wagtail.documents.api.v2.serializers import DocumentDownloadUrlField
from wagtail.fields import RichTextField
from wagtail.images.api.v2.serializers import ImageDownloadUrlField

from core.serializers import returned
from core.shapes import Day, Language, Moment, TimeOfDay, Url

from .blocks import RICH_TEXT, block_schema
from .values import Components, Schema, Undeclared, array_of, closed, nullable


class PageStubMeta(TypedDict):
    """Where the API and the website have a page."""

    type: str
    detail_url: Url
    html_url: Url


class PageStub(TypedDict):
    """A page as Wagtail's API names it in `parent` and `alias_of`."""

    id: int
    meta: PageStubMeta
    title: str


# The types of what Wagtail's own fields answer with, and those of Django REST framework; the more
# special class first.
TYPES: dict[type[rest.Field], Any] = {
    wagtail.DetailUrlField: Url,
    ImageDownloadUrlField: Url,
    DocumentDownloadUrlField: Url,
    wagtail.PageHtmlUrlField: Url,
    wagtail.PageLocaleField: Language,
    wagtail.PageAliasOfField: PageStub | None,
    wagtail.PageParentField: PageStub | None,
    wagtail.TagsField: list[str],
    rest.BooleanField: bool,
    rest.IntegerField: int,
    rest.FloatField: float,
    rest.DateTimeField: Moment,
    rest.DateField: Day,
    rest.TimeField: TimeOfDay,
    rest.UUIDField: str,
    rest.CharField: str,
    rest.ChoiceField: str,
}
FORMATS = {rest.URLField: "uri", rest.EmailField: "email"}


def serializer_schema(serializer: BaseSerializer, components: Components) -> Schema:
    """The schema of a serializer's objects: all fields there, `meta` inside.

    Raises `Undeclared` for a field that does not say what it answers with.
    """
    model = serializer.Meta.model
    found = {
        field.field_name: _described(field, model, components)
        for field in serializer.fields.values()
        if not field.write_only and not _is_left_out(field, model)
    }
    meta = {name: found.pop(name) for name in list(found) if name in serializer.meta_fields}
    first = {"id": found.pop("id")} if "id" in found else {}
    return closed({**first, **({"meta": closed(meta)} if meta else {}), **found})


def _is_left_out(field: rest.Field, model: type[models.Model]) -> bool:
    """Wagtail leaves out the address of what has no endpoint: rows of a page."""
    if not isinstance(field, wagtail.DetailUrlField):
        return False
    return field.context["router"].get_model_endpoint(model) is None


def _described(field: rest.Field, model: type[models.Model], components: Components) -> Schema:
    schema = field_schema(field, model, components)
    attribute = getattr(model, field.source, None)
    if isinstance(attribute, property) and attribute.__doc__:
        return {**schema, "description": attribute.__doc__.split("\n\n")[0]}
    return schema


def field_schema(field: rest.Field, model: type[models.Model], components: Components) -> Schema:
    """The schema of a field's values for objects of a model."""
    if hasattr(field, "shape"):
        shape = field.shape(model)
        if isinstance(shape, StreamBlock):
            return block_schema(shape, components)
        return components.of_type(shape)
    if isinstance(field, wagtail.TypeField | wagtail.PageTypeField):
        return {"type": "string", "const": model._meta.label}
    if isinstance(field, wagtail.ChildRelationField):
        nested = field.serializer_class(context=field.context)
        return array_of(serializer_schema(nested, components))
    if isinstance(field, rest.ReadOnlyField):
        return components.of_type(returned(getattr(model, field.source)))
    try:
        stored = model._meta.get_field(field.source)
    except FieldDoesNotExist:
        stored = None
    return _stored(field, stored, components)


def _stored(field: rest.Field, stored: Any, components: Components) -> Schema:
    """What a column holds, or what one of Wagtail's fields makes of the object."""
    if isinstance(field, wagtail.StreamField):
        return block_schema(stored.stream_block, components)
    if isinstance(stored, RichTextField):
        return components.add("RichText", RICH_TEXT)
    if choices := getattr(stored, "flatchoices", None):
        schema = {"type": "string", "enum": [str(key) for key, __ in choices]}
        if stored.blank:
            schema["enum"] = ["", *schema["enum"]]
    else:
        schema = _typed(field, stored, components)
    # Tags are rows of another table: a list, which may be empty.
    has_column = isinstance(stored, models.Field) and not isinstance(field, wagtail.TagsField)
    return nullable(schema) if has_column and stored.null else schema


def _typed(field: rest.Field, stored: Any, components: Components) -> Schema:
    for kind, form in FORMATS.items():
        if isinstance(field, kind):
            schema = {"type": "string", "format": form}
            return {"anyOf": [schema, {"const": ""}]} if stored.blank else schema
    for kind, annotation in TYPES.items():
        if isinstance(field, kind):
            return components.of_type(annotation)
    raise Undeclared(f"{type(field).__name__} does not say what it answers with")
