"""What Wagtail's own endpoints take and answer: pages, images, documents.

They declare fields of models (`api_fields`) instead of parameters and answers.
"""

from typing import Any

from django.db import models
from wagtail.models import Page, get_page_models

from core.serializers import returned
from core.shapes import Count

from ..details import Redirected
from ..expansions import EXPANSIONS
from ..parameters import OF_WAGTAIL, Parameter
from .filters import filter_parameters
from .objects import serializer_schema
from .routes import Endpoints
from .values import REF, Components, Schema, array_of, closed, partial

LISTING, DETAIL, FIND = "listing_view", "detail_view", "find_view"
EXPAND = Parameter(
    description="What belongs to the page and is to come with it.",
    enum=tuple(EXPANSIONS),
    several=True,
    example="breadcrumbs,children",
)


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
    if _expands(view) and action != LISTING:
        known["expand"] = EXPAND
    known |= view.further_parameters
    return known | filter_parameters(view, models_of(view)) if action == LISTING else known


def model_answer(view: Any, action: str, endpoints: Endpoints, components: Components) -> Schema:
    """The schema of what an endpoint's action answers with."""
    name = view.model.__name__
    add_models(view, endpoints, components)
    whole, part = {"$ref": REF + name}, {"$ref": f"{REF}{name}Part"}
    if action == LISTING:
        listing = closed({"meta": components.of_type(Count), "items": array_of(part)})
        return components.add(f"{name}Listing", listing)
    answers = [whole, part]
    if action == FIND and _expands(view):
        answers.append(components.of_type(Redirected))
    return {
        "description": f"`{name}`, or with `fields` a part of it, `{name}Part`.",
        "anyOf": answers,
    }


def _expands(view: Any) -> bool:
    return "expand" in view.detail_query_parameters


def _expansions(components: Components) -> dict[str, Schema]:
    return {name: components.of_type(returned(make)) for name, make in EXPANSIONS.items()}


def add_models(view: Any, endpoints: Endpoints, components: Components) -> None:
    """Add what an endpoint shows: each model as a whole, and as `fields` may leave it."""
    found = models_of(view)
    expansions = _expansions(components) if _expands(view) else {}
    for model in found:
        serializer_class = view._get_serializer_class(endpoints, model, [], show_details=True)
        serializer = serializer_class(context={"router": endpoints, "view": view})
        schema = serializer_schema(serializer, components)
        # Not required: they come when they are asked for.
        schema["properties"] = schema["properties"] | {
            name: made for name, made in expansions.items() if name not in schema["properties"]
        }
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
