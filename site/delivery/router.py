"""The router of the public API: Wagtail's, with the API's description beside the endpoints."""

from typing import Any

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter

from .schema.api import DocumentEndpoint, docs


class PublicRouter(WagtailAPIRouter):
    def get_urlpatterns(self) -> list[Any]:
        """The endpoints, `openapi.json`, and the page that shows it."""
        document = DocumentEndpoint.as_view({"get": "document_view"})
        return [
            *super().get_urlpatterns(),
            path("openapi.json", document, name="openapi"),
            path("docs/", docs, name="docs"),
        ]
