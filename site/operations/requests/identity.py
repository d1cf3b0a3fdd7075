"""Each request has an id, by which its lines in the log are found."""

import re
import time
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from core.middleware import GetResponse

from ..logs import context
from .access import log_request

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


def id_of(meta: dict[str, Any]) -> str:
    """The number that a trusted proxy has given the request, or a new one."""
    given = meta.get("HTTP_X_REQUEST_ID")
    return given if given and SANE.fullmatch(given) else uuid4().hex


class RequestIdentityMiddleware:
    """Stands behind `TrustedProxyMiddleware`, which lets only proxies' ids pass.

    The answer carries the id, so that whoever reports an error can name it. When it is done, the
    request's line is written.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = id_of(request.META)
        with context.in_request(request.id):
            began = time.perf_counter()
            response = self.get_response(request)
            log_request(request, response, time.perf_counter() - began)
        response[HEADER] = request.id
        return response
