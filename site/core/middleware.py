"""Middleware of the public site."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

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
