"""Empties the fields of an object except those that are named: a new field is emptied too."""

from collections.abc import Collection
from typing import Any

from django.db.models import NOT_PROVIDED, Field, FileField, ForeignKey, Model
from wagtail.fields import StreamField


def emptied_fields(model: type[Model], kept: Collection[str]) -> list[Field]:
    """The fields of a model that hold what is to be erased: all but those in `kept`."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in kept
        and not field.primary_key
        and not getattr(field.remote_field, "parent_link", False)
    ]


def empty(obj: Model, kept: Collection[str]) -> None:
    """Empty an object's fields, without saving it."""
    for field in emptied_fields(type(obj), kept):
        name = field.attname if isinstance(field, ForeignKey) else field.name
        setattr(obj, name, empty_value(field))


def empty_value(field: Field) -> Any:
    """What stands in a field that says nothing. Raises `TypeError` for one of which nobody knows;
    it must then be decided what is to become of it."""
    if isinstance(field, StreamField):
        return []
    if isinstance(field, FileField):
        return ""
    if field.null:
        return None
    if field.empty_strings_allowed:
        return ""
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    raise TypeError(f"It is not decided what {field} holds after an erasure.")
