"""The addresses of the public API, as the URL configuration has them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from .values import Schema

NAMESPACE = "wagtailapi"

# "<int:pk>" of Django's routes, "(?P<ags>[0-9]{8})" of regular expressions.
_CONVERTED = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_MATCHED = re.compile(r"\(\?P<(?P<name>\w+)>(?P<pattern>[^()]+)\)")
_CONVERTERS: dict[str, Schema] = {
    "int": {"type": "integer", "minimum": 0},
    "str": {"type": "string"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "uuid": {"type": "string", "format": "uuid"},
}


@dataclass(frozen=True)
class Route:
    """An address with its parts in braces, and what its viewset does there."""

    endpoint: str
    path: str
    parts: dict[str, Schema]
    view: type
    actions: dict[str, str]  # HTTP method → action


class Endpoints:
    """All endpoints; stands in for Wagtail's router where it is asked which one has a model."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._views = {route.endpoint: route.view for route in routes}

    def get_model_endpoint(self, model: type) -> tuple[str, type] | None:
        """(name, endpoint) as Wagtail's router finds it; None if no endpoint has the model."""
        for name, view in self._views.items():
            if issubclass(model, view.model):
                return name, view
        return None


def public_routes() -> list[Route]:
    """The documented addresses of the public API, in the order of its router."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == NAMESPACE:
            found = _routes(resolver, f"/{resolver.pattern}", "")
            return [route for route in found if route.view.is_documented]
    return []


def _routes(resolver: URLResolver, prefix: str, endpoint: str) -> Iterator[Route]:
    for inner in resolver.url_patterns:
        path, parts = _path(inner.pattern)
        if isinstance(inner, URLResolver):
            yield from _routes(inner, prefix + path, inner.namespace)
        elif hasattr(inner.callback, "actions"):
            # HEAD goes without saying; Django REST framework adds it with the first request.
            actions = {
                method: name for method, name in inner.callback.actions.items() if method != "head"
            }
            yield Route(endpoint, prefix + path, parts, inner.callback.cls, actions)


def _path(pattern: object) -> tuple[str, dict[str, Schema]]:
    """A pattern as the path with its parts in braces, and the schemas of the parts."""
    text = str(pattern)
    if isinstance(pattern, RoutePattern):
        parts = {_name(m): _CONVERTERS[m["converter"] or "str"] for m in _CONVERTED.finditer(text)}
        return _CONVERTED.sub(_braced, text), parts
    text = text.removeprefix("^").removesuffix("$")
    parts = {
        _name(m): {"type": "string", "pattern": f"^{m['pattern']}$"}
        for m in _MATCHED.finditer(text)
    }
    return _MATCHED.sub(_braced, text).replace("\\", ""), parts


def _matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _name(part: re.Match[str]) -> str:
    """The key of an object is its `id` to whoever reads answers."""
    return "id" if part["name"] == "pk" else part["name"]


def _braced(part: re.Match[str]) -> str:
    return f"{{{_name(part)}}}"
