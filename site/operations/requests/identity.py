"""Each request has an id, by which its lines in the log are found."""

import os
import re
import secrets
import time
from itertools import count
from typing import Any

from django.http import HttpRequest, HttpResponse

from core.middleware import GetResponse

from ..logs import context
from .access import log_request

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


def id_of(meta: dict[str, Any]) -> str:
    """The number that a trusted proxy has given the request, or a new one."""
    given = meta.get("HTTP_X_REQUEST_ID")
    return given if given and SANE.fullmatch(given) else _new_id()


_numbers = count(1)
_ours: tuple[int, str] = 0, ""


def _new_id() -> str:
    """Random for each process, then counted: random numbers for each request cost more than it."""
    global _ours
    process, random = _ours
    if process != os.getpid():
        process, random = _ours = os.getpid(), secrets.token_hex(10)
    return f"{random}{next(_numbers):012x}"


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
