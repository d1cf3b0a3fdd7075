"""Each request has an id, by which its lines in the log are found."""

import re
import time
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from core.middleware import GetResponse

from ..logs import context
from .access import log_request

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


class RequestIdentityMiddleware:
    """Stands behind `TrustedProxyMiddleware`, which lets only proxies' ids pass.

    The answer carries the id, so that whoever reports an error can name it. When it is done, the
    request's line is written.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.id = given if SANE.fullmatch(given) else uuid4().hex
        with context.in_request(request.id):
            began = time.perf_counter()
            response = self.get_response(request)
            log_request(request, response, time.perf_counter() - began)
        response[HEADER] = request.id
        return response
