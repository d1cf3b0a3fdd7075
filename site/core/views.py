"""Answers that belong to no page: the language choice at "/" and the error pages."""

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .lost import look_around
from .urls import language_of_path

API_PREFIX = "/api/"


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirect "/" to the start page in the language that the browser asks for, else German."""
    known = [code for code, __ in settings.LANGUAGES]
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    language = next(
        (code for tag, weight in wanted if weight and (code := tag.split("-")[0]) in known),
        settings.LANGUAGE_CODE,
    )
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"message": "bad request"}, status=400)
    return _error_page(request, 400, _("This request could not be understood"))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"message": "forbidden"}, status=403)
    return _error_page(request, 403, _("You may not see this page"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page; a filter's `Http404` brings a sentence that says what is wrong."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"message": "not found"}, status=404)
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    lost = look_around(request.path_info, get_language())
    if lost.is_gone:
        return _error_page(request, 410, _("This page was withdrawn"), nearest=lost.nearest)
    return _error_page(request, 404, _("Page not found"), reason, lost.nearest)


def request_too_large(request: HttpRequest, megabytes: int) -> HttpResponse:
    """The 413 page, for more than so many megabytes at once."""
    reason = _("At most %(size)s MB can be sent at once. Nothing was stored.") % {"size": megabytes}
    return _error_page(request, 413, _("That is too large"), reason)


def _error_page(
    request: HttpRequest, status: int, title: str, reason: str = "", nearest: Page | None = None
) -> HttpResponse:
    context = {"title": title, "reason": reason, "status": status, "nearest": nearest}
    return render(request, "error.html", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: a file without tags, data or context, so that it cannot itself fail."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"message": "internal error"}, status=500)
    language = language_of_path(request.path_info) or settings.LANGUAGE_CODE
    page = settings.BASE_DIR / "templates" / f"500.{language}.html"
    return HttpResponse(page.read_bytes(), status=500)
