"""The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html) of the public API."""

from typing import Any

from django.conf import settings
from django.utils import translation

from .operations import operation
from .routes import Endpoints, public_routes
from .values import Components

VERSION = "2"
DESCRIPTION = """\
Everything public on the website, read-only and without a key. It is Wagtail's API v2 \
(https://docs.wagtail.org/en/stable/advanced_topics/api/v2/usage.html) with further fields and \
endpoints. Objects have exactly the properties that are listed here; a property that has no value \
is null, or "" for a text."""


def openapi() -> dict[str, Any]:
    """The document; it depends on the code alone, not on content or who asks."""
    with translation.override("en"):
        routes = public_routes()
        endpoints, components = Endpoints(routes), Components()
        paths: dict[str, Any] = {}
        for route in routes:
            paths[route.path] = {
                method: operation(route, method, action, endpoints, components)
                for method, action in route.actions.items()
            }
        views = {route.endpoint: route.view for route in routes}
        return {
            "openapi": "3.1.1",
            "info": {
                "title": f"{settings.WAGTAIL_SITE_NAME} API",
                "version": VERSION,
                "description": DESCRIPTION,
            },
            "servers": [{"url": "/"}],
            "tags": [
                {"name": name, "description": " ".join((view.__doc__ or "").split())}
                for name, view in views.items()
            ],
            "paths": paths,
            "components": {"schemas": dict(sorted(components.schemas.items()))},
        }
