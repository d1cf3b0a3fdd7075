"""Wagtail's serializers, without making everything anew for each request and each object.

Wagtail makes a class for every request, Django REST framework finds out about the model's fields
for every serializer, and both ask for every object which fields there are. All that depends on
nothing but the model and the fields that are asked for.
"""

import json
from collections import OrderedDict
from copy import copy
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import Model
from rest_framework.fields import SkipField
from rest_framework.utils.serializer_helpers import BindingDict
from wagtail.api.utils import get_full_url
from wagtail.api.v2 import serializers as wagtail
from wagtail.fields import StreamField

from core.urls import detail_path

# `fields=` comes from outside; more selections than front ends ask for are made anew.
MAX_CLASSES = 256


class _Classes:
    """The serializer classes that were used last."""

    def __init__(self) -> None:
        self._known: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any, make: Any) -> Any:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = make()
        with self._lock:
            self._known[key] = made
            if len(self._known) > MAX_CLASSES:
                self._known.popitem(last=False)
        return made


_classes = _Classes()


class RememberedSerializers:
    """Mixin for Wagtail's viewsets: a serializer class is made once for a selection of fields."""

    @classmethod
    def _get_serializer_class(
        cls,
        router: Any,
        model: type,
        fields_config: Any,
        show_details: bool = False,
        nested: bool = False,
    ) -> type:
        key = (cls, router, model, json.dumps(fields_config), show_details, nested)
        make = super()._get_serializer_class
        return _classes.get(key, lambda: make(router, model, fields_config, show_details, nested))


def remembered_serializer(model: type, names: list[str], meta: list[str], base: type) -> type:
    """Wagtail's `get_serializer_class` for a fixed selection of fields, made once."""
    key = (base, model, *names)
    return _classes.get(
        key, lambda: wagtail.get_serializer_class(model, names, meta_fields=meta, base=base)
    )


class DetailUrlField(wagtail.DetailUrlField):
    """Where the API answers with the object, at the site that was asked."""

    def get_attribute(self, instance: Any) -> Any:
        return instance.pk

    def to_representation(self, pk: Any) -> str:
        context = self.context
        if "_root_url" not in context:
            context["_root_url"] = get_full_url(context["request"], "")
        return f"{context['_root_url']}{detail_path(self.parent.endpoint, pk)}"


class QuickSerializer:
    """Mixin for Wagtail's serializers: the same answer, with less said for every object.

    `endpoint` is the name of the one that answers with the objects.
    """

    endpoint = ""

    @property
    def fields(self) -> BindingDict:
        """The fields by name, found out about once for the class and bound to this serializer."""
        if "_bound" not in self.__dict__:
            cls = type(self)
            if "_prototypes" not in cls.__dict__:
                cls._prototypes = self.get_fields()
            self._bound = BindingDict(self)
            for name, prototype in cls._prototypes.items():
                self._bound[name] = copy(prototype)
        return self._bound

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As Wagtail's: the key first, then what is about the object, then what it says."""
        if "_readers" not in self.__dict__:
            self._readers = self._make_readers()
        about, said = self._readers
        data: dict[str, Any] = {"id": None} if "id" in self.fields else {}
        if about and (meta := _read(about, instance)):
            data["meta"] = meta
        data.update(_read(said, instance))
        return data

    def _make_readers(self) -> tuple[list[Any], list[Any]]:
        readers = [
            (name, name in self.meta_fields, field.get_attribute, field.to_representation)
            for name, field in self.fields.items()
            if not field.write_only
        ]
        about = [(name, get, show) for name, is_meta, get, show in readers if is_meta]
        return about, [(name, get, show) for name, is_meta, get, show in readers if not is_meta]


def _read(readers: list[Any], instance: Any) -> dict[str, Any]:
    found = {}
    for name, get, show in readers:
        try:
            value = get(instance)
        except SkipField:
            continue
        found[name] = None if value is None else show(value)
    return found


# What needs nothing but the page's own row and its language.
_OF_THE_ROW = (
    wagtail.DetailUrlField,
    wagtail.PageHtmlUrlField,
    wagtail.PageLocaleField,
    wagtail.PageTypeField,
)


@dataclass(frozen=True)
class Needs:
    """What a list must load beside the rows of its pages.

    `has_references`: whether the fields that were asked for show anything but columns. `unread`
    are the columns with a body that nobody asked for.
    """

    has_references: bool
    unread: tuple[str, ...]


def needs_of(model: type[Model], serializer_class: type[QuickSerializer]) -> Needs:
    """What a list with this serializer needs."""
    return _classes.get(("needs", serializer_class), lambda: _find_needs(model, serializer_class))


def _find_needs(model: type[Model], serializer_class: type[QuickSerializer]) -> Needs:
    fields = serializer_class().fields
    columns = {column.name: column for column in model._meta.concrete_fields}
    bodies = {name for name, column in columns.items() if isinstance(column, StreamField)}
    return Needs(
        has_references=not all(
            isinstance(field, _OF_THE_ROW) or _is_column(field, columns.get(field.source))
            for field in fields.values()
        ),
        unread=tuple(sorted(bodies - fields.keys())),
    )


def _is_column(field: Any, column: Any) -> bool:
    """Whether a field shows a column as Django REST framework shows it."""
    is_plain = column is not None and not column.is_relation and not hasattr(column, "stream_block")
    return is_plain and type(field).__module__ == "rest_framework.fields"
