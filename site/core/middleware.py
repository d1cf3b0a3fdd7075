"""Middleware of the public site."""

from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import translation
from wagtail.contrib.redirects import middleware as redirects

from . import references
from .urls import language_of_path

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


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy of the public site; the admin needs inline styles and scripts."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN_PREFIXES) and not report_only:
            parts.update = {
                "script-src": ["'self'", "'unsafe-inline'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],
            }
        return parts


class RedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's, which looks for a redirect after a 404 only: also after a 410, so that an editor
    can lead on from the address of a withdrawn page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != HTTPStatus.GONE:
            return super().process_response(request, response)
        lead_on = super().process_response(request, HttpResponseNotFound())
        return response if lead_on.status_code == HTTPStatus.NOT_FOUND else lead_on
