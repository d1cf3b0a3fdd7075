"""`/api/v2/openapi.json`, and `/api/v2/docs/`, which shows it to people."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ..endpoint import PublicEndpoint
from .document import openapi
from .page import described

# The document depends on the code alone.
_openapi = cache(openapi)


class DocumentEndpoint(PublicEndpoint, GenericViewSet):
    """The OpenAPI document."""

    parameters = {"document_view": {}}
    is_documented = False

    def document_view(self, request: Request) -> Response:
        """All addresses, parameters and answers of the API."""
        return Response(_openapi())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document as a page, in English, for those who build on the API."""
    with translation.override("en"):
        return HttpResponse(_page(), headers={"Content-Language": "en"})


@cache
def _page() -> str:
    context: dict[str, Any] = {**described(_openapi()), "site_name": settings.WAGTAIL_SITE_NAME}
    return render_to_string("delivery/docs.html", context)
