"""Middleware of the public site."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import translation
from wagtail.contrib.redirects import middleware as redirects

from . import references
from .navigation import ancestors
from .redirects import find_redirect, redirected_page
from .urls import language_of_path
from .visibility import is_published

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN_PREFIXES = ("/admin/", "/django-admin/")


class LanguagePrefixMiddleware:
    """The language is the address's first part, and nothing else.

    Unlike Django's `LocaleMiddleware`, addresses outside /de/ and /en/ are left alone: an unknown
    API address stays a 404, and no answer depends on Accept-Language or a cookie. Inside, one
    memory of what the request's pages refer to is kept (`core.references`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of_path(request.path_info) or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            if request.path_info.startswith(ADMIN_PREFIXES):
                return self.get_response(request)
            with references.opened():
                response = self.get_response(request)
        if "Content-Language" not in response:
            response["Content-Language"] = language
        return response


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's, which looks for a redirect after a 404 only: also after a 410, so that an editor
    can lead on from the address of a withdrawn page.

    Nobody is led to a page that they may not see: that would tell its address.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code not in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            return response
        lead_on = super().process_response(request, HttpResponseNotFound())
        if lead_on.status_code == HTTPStatus.NOT_FOUND or not _may_follow(request):
            return response
        return lead_on


def _may_follow(request: HttpRequest) -> bool:
    """Whether the redirect at this address leads to what everybody may see, or to a page whose
    password or login this visitor has given."""
    address = request.get_full_path()
    if find_redirect(address):
        return True
    page = redirected_page(address)
    if page is None or not is_published(page, ancestors(page)):
        return False
    return all(guard.accept_request(request) for guard in page.get_view_restrictions())
