"""One line in the log for each request: enough to see what is slow or fails, and nobody in it.

No query: it holds what people search for. No whole address. Of people only the number of the
account, and only where somebody changed something: that is who must answer for it.
"""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.addresses import shortened
from core.limits import SAFE
from core.scrubbing import REMOVED, scrub

from ..logs.configuration import ACCESS

# Parts of addresses that open something for whoever knows them.
SECRETS = ("uidb64", "token", "key", "signature", "secret")
LONGEST = 300
# Supervisors ask every few seconds.
PROBES = ("/health/",)

logger = logging.getLogger(ACCESS)


def log_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Write the line. `bytes`: of the body; None for what is streamed without saying how much."""
    level = logging.DEBUG if request.path_info.startswith(PROBES) else logging.INFO
    if not logger.isEnabledFor(level):
        return
    logger.log(
        level,
        "request",
        extra={
            "method": scrub(str(request.method))[:20],
            "path": masked_path(request),
            "view": view_name(request),
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


def masked_path(request: HttpRequest) -> str:
    """The path without the query, and without what opens something."""
    path = request.path
    match = getattr(request, "resolver_match", None)
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRETS and value:
            path = path.replace(str(value), REMOVED)
    return scrub(path)[:LONGEST]


def _size(response: HttpResponseBase) -> int | None:
    if not response.streaming:
        return len(response.content)
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _who_answers(request: HttpRequest) -> Any:
    # Only who was looked up already: a line in the log asks no database.
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None and request.method not in SAFE else None
