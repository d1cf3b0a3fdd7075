"""Limits for views that are not ours: signing in, passwords, and asking for a new one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.limits import hit_by_address, too_many
from core.middleware import GetResponse

# Name of the view → what a POST there is counted as (`core.limits.DEFAULTS`).
LIMITED = {
    "wagtailadmin_login": "sign-in",
    "wagtailcore_login": "sign-in",
    "admin:login": "sign-in",
    "accounts_code": "sign-in",
    "accounts_recovery": "sign-in",
    "wagtailadmin_password_reset": "password-reset",
    "wagtailcore_authenticate_with_password": "page-password",
    "wagtaildocs_authenticate_with_password": "page-password",
}


class LimitedViewsMiddleware:
    """Answers 429 before the view is asked: it checks no password, and nobody can tell why not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = LIMITED.get(request.resolver_match.view_name)
        if name is None or request.method != "POST":
            return None
        seconds = hit_by_address(name, request)
        return too_many(request, seconds) if seconds else None
