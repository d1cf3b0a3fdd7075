"""What Wagtail's own endpoints take and answer: pages, images, documents.

They declare fields of models (`api_fields`) instead of parameters and answers.
"""

from typing import Any

from django.db import models
from taggit.managers import TaggableManager
from wagtail.models import Page, get_page_models

from core.shapes import Count

from ..parameters import OF_WAGTAIL, Parameter
from .objects import serializer_schema
from .routes import Endpoints
from .values import REF, Components, Schema, array_of, closed, partial

LISTING, DETAIL, FIND = "listing_view", "detail_view", "find_view"


def models_of(view: Any) -> list[type[models.Model]]:
    """The models whose objects an endpoint has: all page types, or the one model."""
    if not issubclass(view.model, Page):
        return [view.model]
    # Wagtail's own type is the root's, which the API never shows.
    found = [model for model in get_page_models() if model is not view.model]
    return sorted(found, key=lambda model: model._meta.label)


def model_parameters(view: Any, action: str) -> dict[str, Parameter]:
    """The parameters of an endpoint's action, those that filter by a field last."""
    if action == FIND:
        names = view.find_query_parameters | view.detail_query_parameters
    elif action == DETAIL:
        names = view.detail_query_parameters
    else:
        names = view.known_query_parameters
    known = {name: parameter for name, parameter in OF_WAGTAIL.items() if name in names}
    known |= view.further_parameters
    return known | _filters(view) if action == LISTING else known


def _filters(view: Any) -> dict[str, Parameter]:
    """Equality with the fields of the models; what only some types have, says which."""
    by_name: dict[str, list[type[models.Model]]] = {}
    all_models = models_of(view)
    for model in all_models:
        for name in view.get_available_fields(model, db_fields_only=True):
            if name not in OF_WAGTAIL or name == "id":
                by_name.setdefault(name, []).append(model)
    return {
        name: _filter(name, having, is_general=len(having) == len(all_models))
        for name, having in by_name.items()
    }


def _filter(name: str, having: list[type[models.Model]], *, is_general: bool) -> Parameter:
    types = ", ".join(f"`type={model._meta.label}`" for model in having)
    condition = "" if is_general else f" Only with {types}."
    return field_parameter(having[0], name, f"Only where `{name}` is this.{condition}")


def field_parameter(model: type[models.Model], name: str, description: str) -> Parameter:
    """The parameter that filters by a field of a model."""
    field = model._meta.get_field(name)
    if isinstance(field, TaggableManager):
        return Parameter(description="Only with all of these tags.", several=True, example="Karte")
    target = field.target_field if field.is_relation else field
    kinds: dict[type[models.Field], dict[str, Any]] = {
        models.BooleanField: {"type": "boolean"},
        models.IntegerField: {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
        models.DateTimeField: {"format": "date-time"},
        models.DateField: {"format": "date"},
        models.TimeField: {"format": "time"},
    }
    declared = next((kind for cls, kind in kinds.items() if isinstance(target, cls)), {})
    choices = tuple(str(key) for key, __ in field.flatchoices or ())
    empty = ("",) if choices and field.blank else ()
    return Parameter(description=description, enum=(*empty, *choices), **declared)


def model_answer(view: Any, action: str, endpoints: Endpoints, components: Components) -> Schema:
    """The schema of what an endpoint's action answers with."""
    name = view.model.__name__
    add_models(view, endpoints, components)
    whole, part = {"$ref": REF + name}, {"$ref": f"{REF}{name}Part"}
    if action == LISTING:
        listing = closed({"meta": components.of_type(Count), "items": array_of(part)})
        return components.add(f"{name}Listing", listing)
    return {
        "description": f"`{name}`, or with `fields` a part of it, `{name}Part`.",
        "anyOf": [whole, part],
    }


def add_models(view: Any, endpoints: Endpoints, components: Components) -> None:
    """Add what an endpoint shows: each model as a whole, and as `fields` may leave it."""
    found = models_of(view)
    for model in found:
        serializer_class = view._get_serializer_class(endpoints, model, [], show_details=True)
        serializer = serializer_class(context={"router": endpoints, "view": view})
        schema = serializer_schema(serializer, components)
        about = {"description": " ".join((model.__doc__ or "").split())}
        components.add(model.__name__, {**about, **schema})
        components.add(f"{model.__name__}Part", partial(schema))
    if found == [view.model]:
        return
    name = view.model.__name__
    types = [model.__name__ for model in found]
    components.add(
        name,
        {
            "description": "A page of any type; `meta.type` says which.",
            "oneOf": [{"$ref": REF + each} for each in types],
        },
    )
    components.add(
        f"{name}Part",
        {
            "description": "The fields that were asked for of a page of any type.",
            "anyOf": [{"$ref": f"{REF}{each}Part"} for each in types],
        },
    )
