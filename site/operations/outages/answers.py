"""What is answered while the database or the disk fails.

The pages are files without tags, data or context, as the 500 page is: they cannot themselves fail.
"""

import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from core import views
from core.urls import language_of_path

from .recognising import Outage, outage_behind

# Seconds after which asking again makes sense.
RETRY_AFTER = {Outage.DATABASE: 10, Outage.DISK: 600}
STATUS = {
    Outage.DATABASE: HTTPStatus.SERVICE_UNAVAILABLE,
    Outage.DISK: HTTPStatus.INSUFFICIENT_STORAGE,
}
MESSAGES = {
    Outage.DATABASE: "the database cannot be reached at the moment; please try again",
    Outage.DISK: "there is no room left on the server; nothing was stored",
}
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nobody caught: 503 or 507 in an outage, else the 500 page."""
    outage = outage_behind(sys.exc_info()[1])
    if outage is None:
        return views.server_error(request)
    return answer(request, outage)


def answer(request: HttpRequest, outage: Outage) -> HttpResponse:
    """A page in the language of the address, or JSON for whoever asks for no page."""
    status = STATUS[outage]
    if _wants_json(request):
        response = JsonResponse({"message": MESSAGES[outage]}, status=status)
    else:
        language = language_of_path(request.path_info) or settings.LANGUAGE_CODE
        page = settings.BASE_DIR / "templates" / f"{status.value}.{language}.html"
        response = HttpResponse(page.read_bytes(), status=status)
        response["Content-Language"] = language
        response["Content-Security-Policy"] = POLICY
    response["Retry-After"] = str(RETRY_AFTER[outage])
    response["Cache-Control"] = "no-store"
    return response


def _wants_json(request: HttpRequest) -> bool:
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    is_api = request.path_info.startswith(views.API_PREFIX)
    return is_api or is_script or not request.accepts("text/html")
