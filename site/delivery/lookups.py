"""Filters of lists beyond equality: ranges and sets of fields, and what page types add.

`date__gte=2018-01-01`, `state__in=NW,BW`; what else a page type can be narrowed by, as
`topic=fair-trade`, the app of the type registers. Every name and value is checked, or answered
with 400.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    DateField,
    DecimalField,
    Field,
    FloatField,
    IntegerField,
    QuerySet,
    SlugField,
    TimeField,
)

from .parameters import Parameter

RANGES = {
    "gte": "this or later, or more",
    "gt": "later, or more",
    "lte": "this or earlier, or less",
    "lt": "earlier, or less",
}
IN = "in"

# What a range can be asked of, and the type and format in which JSON Schema describes a value.
_ORDERED: dict[type[Field], tuple[str, str]] = {
    DateField: ("string", "date"),  # also of moments, which take a day as well
    TimeField: ("string", "time"),
    IntegerField: ("integer", ""),
    DecimalField: ("string", ""),
    FloatField: ("string", ""),
}


@dataclass(frozen=True)
class PageFilter:
    """A filter of a page type: what it takes, and what it leaves.

    `narrow` gets a queryset of the type and a value that the parameter has read; it raises
    `BadRequestError` for a value that does not exist.
    """

    parameter: Parameter
    narrow: Callable[[QuerySet, Any], QuerySet]


@dataclass(frozen=True)
class FieldLookup:
    """`<field>__<lookup>` of a model."""

    field: Field
    lookup: str

    @property
    def name(self) -> str:
        return f"{self.field.name}__{self.lookup}"

    @property
    def parameter(self) -> Parameter:
        """How the OpenAPI document describes it."""
        kind, value_format = next(
            (described for model, described in _ORDERED.items() if isinstance(self.field, model)),
            ("string", ""),
        )
        choices = tuple(key for key, __ in self.field.flatchoices)
        is_set = self.lookup == IN
        return Parameter(
            type=kind,
            format=value_format if type(self.field) in (DateField, TimeField) else "",
            enum=choices if is_set else (),
            several=is_set,
            description=(
                f"`{self.field.name}` is one of these, separated by commas."
                if is_set
                else f"`{self.field.name}` is {RANGES[self.lookup]}."
            ),
        )


def field_lookups(model: type, names: Iterable[str]) -> dict[str, FieldLookup]:
    """The lookups that a list offers for these fields of a model, by parameter.

    Ranges for dates, times and numbers; sets for those, for choices and for parts of addresses.
    Free text is left out: it may have commas.
    """
    found = {}
    for name in names:
        field = model._meta.get_field(name)
        is_ordered = isinstance(field, tuple(_ORDERED))
        for lookup in RANGES if is_ordered else ():
            found[f"{name}__{lookup}"] = FieldLookup(field, lookup)
        if is_ordered or isinstance(field, SlugField) or getattr(field, "choices", None):
            found[f"{name}__{IN}"] = FieldLookup(field, IN)
    return found


_of_types: dict[type, Mapping[str, PageFilter]] = {}


def register_filters(model: type, filters: Mapping[str, PageFilter]) -> None:
    """Register what lists of a page type can be narrowed by, beside its fields."""
    _of_types[model] = filters


def type_filters(model: type) -> Mapping[str, PageFilter]:
    """The filters that were registered for a page type."""
    return _of_types.get(model, {})


def list_parameters(model: type, names: Iterable[str]) -> dict[str, Parameter]:
    """All that a list of this model can be narrowed by beside equality with its fields."""
    of_fields = {name: lookup.parameter for name, lookup in field_lookups(model, names).items()}
    return of_fields | {name: declared.parameter for name, declared in type_filters(model).items()}
