"""One line in the log for each request: enough to see what is slow or fails, and nobody in it.

No query: it holds what people search for. No whole address. Of people only the number of the
account, and only where somebody changed something: that is who must answer for it.
"""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core import conditions
from core.addresses import shortened
from core.limits import SAFE
from core.scrubbing import REMOVED, scrub
from pool.models import AdvisorPage

from ..logs.configuration import ACCESS

# Parts of addresses that open something for whoever knows them.
SECRETS = ("uidb64", "token", "key", "signature", "secret")
# Below these the last part is the name of a file, or the number of a person.
NAMING = ("/documents/", "/media/", "/vcard/")
LONGEST = 300
# Supervisors ask every few seconds.
PROBES = ("/health/",)

logger = logging.getLogger(ACCESS)


def log_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Write the line. `bytes`: of the body; None for what is streamed without saying how much."""
    level = logging.DEBUG if request.path_info.startswith(PROBES) else logging.INFO
    if not logger.isEnabledFor(level):
        return
    path, view = masked_path(request, response.status_code), view_name(request)
    conditions.note(path=path, view=view)
    logger.log(
        level,
        "request",
        extra={
            "method": scrub(str(request.method))[:20],
            "path": path,
            "view": view,
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "bytes": _size(response),
            "client": shortened(request.META.get("REMOTE_ADDR", "")),
            "user": _who_answers(request),
        },
    )


def view_name(request: HttpRequest) -> str | None:
    """The name of the view, None if the address leads nowhere."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or None) if match else None


def masked_path(request: HttpRequest, status: int) -> str:
    """The path without the query, without what opens something, and without what names somebody."""
    path = request.path
    match = getattr(request, "resolver_match", None)
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRETS and value:
            path = path.replace(str(value), REMOVED)
    if path.startswith(NAMING) or status == HTTPStatus.GONE or _is_of_advisor(request):
        head, _, _last = path.rstrip("/").rpartition("/")
        path = f"{head}/{REMOVED}" + "/" * path.endswith("/")
    return scrub(path)[:LONGEST]


def _is_of_advisor(request: HttpRequest) -> bool:
    # What Wagtail found and keeps for the request: no further query.
    route = getattr(request, "_wagtail_route_for_request", None)
    return route is not None and isinstance(route[0], AdvisorPage)


def _size(response: HttpResponseBase) -> int | None:
    if not response.streaming:
        return len(response.content)
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _who_answers(request: HttpRequest) -> Any:
    # Only who was looked up already: a line in the log asks no database.
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None and request.method not in SAFE else None
