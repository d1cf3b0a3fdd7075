"""What can be asked at an address, and what the answers may be."""

import inspect
from typing import Any

from core.shapes import Message

from ..parameters import IGNORED, Parameter, of_action
from .routes import Endpoints, Route
from .values import Components, Schema
from .wagtail_views import model_answer, model_parameters

JSON = "application/json"
HEADERS: dict[str, str] = {
    "ETag": "Names this state of the answer; send it back in `If-None-Match`.",
    "Last-Modified": "When something public changed last.",
    "Cache-Control": "How long the answer may be kept.",
    "Content-Language": "The languages that the content is in.",
}
# Where an endpoint does not say otherwise: what each action may refuse with.
REFUSALS = {
    400: "A parameter is unknown, given twice, or has a value that makes no sense: the message "
    "names it.",
    404: "There is nothing here, or nothing that everybody may see.",
    429: "Too many searches in a short time: Retry-After says how many seconds to wait.",
}


# Of Wagtail's own views, which have no docstrings.
SUMMARIES = {
    "listing_view": "A list, as the parameters narrow and order it.",
    "detail_view": "One object with all its fields, or those that `fields` asks for.",
    "find_view": "Where an object is, by its `id`.",
}
RETRY_AFTER: Schema = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}
}
REDIRECT: Schema = {
    "description": "Where the object is.",
    "headers": {"Location": {"required": True, "schema": {"type": "string", "format": "uri"}}},
}


def operation(
    route: Route, method: str, action: str, endpoints: Endpoints, components: Components
) -> Schema:
    """One operation of an address in the words of OpenAPI."""
    view = route.view
    summary, description = _texts(view, action)
    made = {
        "operationId": f"{route.endpoint}_{action.removesuffix('_view')}".replace("-", "_"),
        "tags": [route.endpoint],
        "summary": summary,
        **({"description": description} if description else {}),
        "parameters": [
            *(_part(name, schema, view) for name, schema in route.parts.items()),
            *_query(view, method, action),
        ],
    }
    if accepted := of_action(view.accepts, action):
        made["requestBody"] = _body(accepted, components)
    made["responses"] = _responses(route, method, action, endpoints, components)
    return made


def _texts(view: type, action: str) -> tuple[str, str]:
    """The first sentence of the action's docstring, and the rest of it."""
    told = inspect.getdoc(getattr(view, action))
    text = view.summaries.get(action) or told or SUMMARIES[action]
    summary, __, rest = text.partition("\n\n")
    return " ".join(summary.split()).rstrip("."), " ".join(rest.split())


def _part(name: str, schema: Schema, view: type) -> Schema:
    """A part of the path."""
    declared = view.path_parameters.get(name)
    told = _told(declared) if declared else {"description": f"The object's `{name}`."}
    return {"name": name, "in": "path", "required": True, **told, "schema": schema}


def _query(view: type, method: str, action: str) -> list[Schema]:
    declared = of_action(view.parameters, action)
    if declared is None:
        declared = model_parameters(view, action)
    known = {**declared, **IGNORED} if method == "get" else declared
    return [query_parameter(name, parameter) for name, parameter in known.items()]


def query_parameter(name: str, parameter: Parameter) -> Schema:
    """A parameter of the query in the words of OpenAPI."""
    made: Schema = {
        "name": name,
        "in": "query",
        **_told(parameter),
        "schema": parameter.schema(),
    }
    if parameter.required:
        made["required"] = True
    if parameter.several:
        made |= {"style": "form", "explode": False}
    if parameter.needs:
        made["x-needs"] = parameter.needs
    return made


def _told(parameter: Parameter) -> Schema:
    """What is said about a parameter."""
    example = {} if parameter.example is None else {"example": parameter.example}
    return {"description": parameter.description, **example}


def _body(accepted: Any, components: Components) -> Schema:
    """What is sent: JSON, or the same as a form."""
    schema = components.of_type(accepted)
    media_types = (JSON, "application/x-www-form-urlencoded")
    return {"required": True, "content": {name: {"schema": schema} for name in media_types}}


def _responses(
    route: Route, method: str, action: str, endpoints: Endpoints, components: Components
) -> Schema:
    view = route.view
    declared = of_action(view.answers, action)
    if declared is None:
        answer = model_answer(view, action, endpoints, components)
    else:
        answer = components.of_type(declared)
    success = {
        "description": "The answer.",
        "content": {view.media_types.get(action, JSON): {"schema": answer}},
    }
    if method == "get":
        success["headers"] = _headers()
    made = {str(view.successes.get(action, 200)): success}
    if action == "find_view":
        made["302"] = REDIRECT
    if method == "get":
        made["304"] = {"description": "Nothing changed since the answer that you know."}
    error = components.of_type(Message)
    for status, description in sorted(_refusals(route, method, action).items()):
        shape = view.refusal_shapes.get(status)
        schema = components.of_type(shape) if shape else error
        made[str(status)] = {
            "description": description,
            **({"headers": RETRY_AFTER} if status == 429 else {}),
            "content": {JSON: {"schema": schema}},
        }
    return made


def _refusals(route: Route, method: str, action: str) -> dict[int, str]:
    finds_one = route.parts or action in ("detail_view", "find_view")
    parameters = {parameter["name"] for parameter in _query(route.view, method, action)}
    searches = route.view.is_search or "search" in parameters
    statuses = (400, *([404] if finds_one else []), *([429] if searches else []))
    return {status: REFUSALS[status] for status in statuses} | route.view.refusals.get(action, {})


def _headers() -> Schema:
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
