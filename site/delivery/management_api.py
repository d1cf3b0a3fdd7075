"""Wagtail's management API at /api/v3/: off unless asked for, and never without a token.

Wagtail 8.0 answers some of its addresses to everybody. Its page details then name the page above
also if that is a draft or private, and its schema tells how the site is built inside. Whoever
manages content has a token; everybody else reads /api/v2/.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.errors import problem_response

from core.limits import SAFE, hit

View = Callable[..., HttpResponse]


def urls() -> list[Any]:
    """The addresses below /api/v3/; none unless `API_V3_ENABLED` is set."""
    return [path("api/v3/", _guarded_urls())] if settings.API_V3_ENABLED else []


@cache  # ninja hands out its addresses once
def _guarded_urls() -> tuple[list[URLPattern], str, str]:
    from wagtail.api.v3.urls import api  # builds its schemas from all page types

    patterns, app_name, namespace = api.urls
    guarded = [
        URLPattern(pattern.pattern, token_required(pattern.callback), name=pattern.name)
        for pattern in patterns
    ]
    return guarded, app_name, namespace


def token_required(view: View) -> View:
    """A view that answers only requests with a valid `Authorization: Bearer …`, and is never kept.

    A session of the admin does not count: another site's page could use it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = BearerTokenAuth()(request)
        if token is None:
            response = problem_response(status=401, detail="Authentication required")
            response["WWW-Authenticate"] = "Bearer"
        elif request.method not in SAFE and (seconds := hit("api-write", f"token {token.pk}")):
            response = problem_response(
                status=429, detail=f"Too many writes: try again in {seconds} seconds"
            )
            response["Retry-After"] = str(seconds)
        else:
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded
