"""A session left open is not enough: what opens accounts asks for a code first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .session import app_of, is_fresh

FILLED_IN = 30 * 60  # seconds for which a form that a code has opened can be sent
# Views of Wagtail's behind which accounts, passwords and tokens are made or changed.
GUARDED = {
    "wagtailusers_users:add",
    "wagtailusers_users:edit",
    "wagtailusers_api_tokens:add",
}

GetResponse = Callable[[HttpRequest], HttpResponse]


def is_code_due(request: HttpRequest) -> bool:
    """Whether whoever is in has to give a code first. Never without an app to give it by."""
    seconds = {"seconds": FILLED_IN} if request.method == "POST" else {}
    return not is_fresh(request, **seconds) and app_of(request.user) is not None


def fresh_code_first(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a code, and back here."""
    return redirect(f"{reverse('accounts_code')}?next={quote(request.get_full_path())}")


class FreshCodeMiddleware:
    """A code before GUARDED views and Django's admin. After SecondStepMiddleware."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not _is_guarded(request) or not request.user.is_authenticated:
            return None
        return fresh_code_first(request) if is_code_due(request) else None


def _is_guarded(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match.namespace == "admin":  # Django's, which makes apps for codes, for anybody
        return match.url_name != "logout"
    return match.view_name in GUARDED
