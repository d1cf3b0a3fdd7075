"""How large a request may be, asked before anybody reads it.

A body goes to the disk or into memory as it comes in. The proxy in front has a limit too
(`client_max_body_size`); this one holds without it.
"""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from core import views
from core.middleware import GetResponse


class RequestSizeMiddleware:
    """413 for more than `settings.MAX_REQUEST_BYTES`, 400 for a Content-Length that is no number.

    A body without Content-Length is not read at all: Django takes it for empty.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return views.bad_request(request, BadRequest("Content-Length is not a number"))
        # Twenty digits tell: more are too many in any case, and take long to read.
        if int(length.lstrip("0")[:20] or "0") > settings.MAX_REQUEST_BYTES:
            return too_large(request)
        return self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """A page, or JSON for programs, that says how much is taken."""
    megabytes = settings.MAX_REQUEST_BYTES // 2**20
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if request.path_info.startswith(views.API_PREFIX) or not request.accepts("text/html"):
        message = f"a request may hold {megabytes} MB at most; nothing was stored"
        return JsonResponse({"message": message}, status=status)
    return views.request_too_large(request, megabytes)
