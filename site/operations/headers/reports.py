"""What browsers refused because of the site's policies: into the log, without who was there.

Both forms that browsers send are taken: `application/csp-report` (CSP 2) and
`application/reports+json` (Reporting API). Anybody can send anything here: of a report only what
names the policy, the page and the refused origin is kept, in bounds.
"""

import json
import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.limits import hit, hit_by_address, too_many

logger = logging.getLogger("security.csp")

TYPES = ("application/csp-report", "application/reports+json", "application/json")
LARGEST = 64 * 1024  # bytes
MOST_IN_ONE = 10
_DIRECTIVE = re.compile(r"^[a-z-]{1,40}$")


@csrf_exempt
@never_cache
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """204 for a report that was understood; 400, 413, 415 or 429 for others."""
    if request.content_type not in TYPES:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        reports = list(_reports(json.loads(request.body)))[:MOST_IN_ONE]
    except (ValueError, RecursionError):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    # A log that anybody can fill is none: bounded for each visitor, and for all together.
    if seconds := hit_by_address("report", request) or hit("all-reports", ""):
        return too_many(request, seconds)
    for report in reports:
        logger.warning("Refused by a browser: %s", json.dumps(report))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _reports(sent: Any) -> Iterator[dict[str, str]]:
    """The parts that are kept of each report. Raises `ValueError` for another form."""
    if isinstance(sent, dict) and isinstance(sent.get("csp-report"), dict):
        yield _kept(sent["csp-report"], "document-uri", "effective-directive", "blocked-uri")
        return
    if not isinstance(sent, list):
        raise ValueError("neither of the two forms")
    for report in sent:
        if not isinstance(report, dict) or not isinstance(report.get("body"), dict):
            raise ValueError("neither of the two forms")
        if report.get("type") == "csp-violation":
            yield _kept(report["body"], "documentURL", "effectiveDirective", "blockedURL")


def _kept(report: dict[str, Any], page: str, directive: str, blocked: str) -> dict[str, str]:
    named = report.get(directive) or report.get("violated-directive") or ""
    name = str(named).split(" ")[0]
    return {
        "directive": name if _DIRECTIVE.match(name) else "?",
        "page": _page(str(report.get(page) or "")),
        "blocked": _origin(str(report.get(blocked) or "")),
    }


def _page(address: str) -> str:
    """The pattern of the address, as in `admin/pages/<int:page_id>/edit/`: an address itself may
    hold a name or a token."""
    try:
        return resolve(urlsplit(address).path).route[:100]
    except (Resolver404, ValueError):
        return "?"


def _origin(address: str) -> str:
    """What was refused: "inline", "eval", a scheme, or scheme and host."""
    if re.fullmatch(r"[a-z-]{1,20}", address):
        return address
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return "?"
    return f"{parts.scheme[:10]}://{host[:100]}" if host else parts.scheme[:10] or "?"
