"""The parameters by which lists of Wagtail's endpoints are narrowed: fields, and what types add."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db import models
from taggit.managers import TaggableManager

from ..parameters import OF_WAGTAIL, Parameter

Model = type[models.Model]

# The more special class first.
_KINDS: dict[type[models.Field], dict[str, Any]] = {
    models.BooleanField: {"type": "boolean"},
    models.IntegerField: {"type": "integer"},
    models.DateTimeField: {},  # takes a day as well
    models.DateField: {"format": "date"},
    models.TimeField: {"format": "time"},
}


def filter_parameters(view: Any, of_models: list[Model]) -> dict[str, Parameter]:
    """All filters of a list by name; what only some of the models have, says which."""
    declared: dict[str, dict[Model, Parameter]] = defaultdict(dict)
    for model in of_models:
        names = view.get_available_fields(model, db_fields_only=True)
        of_fields = {name: _equality(model, name) for name in names}
        for name, parameter in {**of_fields, **view.list_parameters(model)}.items():
            if name not in OF_WAGTAIL or name == "id":
                declared[name][model] = parameter
    return {
        name: _merged(name, by_model, len(of_models)) for name, by_model in sorted(declared.items())
    }


def _merged(name: str, by_model: dict[Model, Parameter], number: int) -> Parameter:
    """One parameter for all models that have it.

    Raises `ValueError` if it means something else for another model.
    """
    first, *others = dict.fromkeys(by_model.values())
    choices = dict.fromkeys(key for parameter in by_model.values() for key in parameter.enum)
    if any(replace(other, enum=first.enum) != first for other in others):
        raise ValueError(f"two page types take something else for {name}")
    if len(by_model) == number:
        return replace(first, enum=tuple(choices))
    types = [f"type={model._meta.label}" for model in by_model]
    condition = " or ".join(f"`{each}`" for each in types)
    return replace(
        first,
        enum=tuple(choices),
        description=f"{first.description} Only with {condition}.",  # not translated: for engineers
        needs=types[0],
    )


def _equality(model: Model, name: str) -> Parameter:
    field = model._meta.get_field(name)
    if isinstance(field, TaggableManager):
        return Parameter(description="Only with all of these tags.", several=True, example="Karte")
    target = field.target_field if field.is_relation else field
    kind = next((kind for cls, kind in _KINDS.items() if isinstance(target, cls)), {})
    choices = tuple(str(key) for key, __ in field.flatchoices)
    empty = ("",) if choices and field.blank else ()
    return Parameter(description=f"Only where `{name}` is this.", enum=(*empty, *choices), **kind)
