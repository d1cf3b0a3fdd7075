"""How often one visitor may do something: one vocabulary for forms, search, sign-in and API writes.

Counted in the cache, which all processes share, for a window of time. Addresses and whatever else
is counted by are kept only as a keyed hash, and only as long as the window. Without a cache nothing
is limited: a site that answers everybody is better than one that answers nobody.
"""

import logging
import re
import time
from dataclasses import dataclass
from functools import cache as remember
from http import HTTPStatus
from ipaddress import ip_network
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .addresses import customer, parse_address

SALT = "core.limits"
API_PREFIX = "/api/"
UNITS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}
OFF = "off"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# After this an unreachable cache is mentioned in the log once more.
SILENCE = 60

# What is limited if `RATE_LIMITS` says nothing else: so many in so long.
DEFAULTS = {
    "form": "5/10m",  # messages of a contact form
    "search": "60/1m",
    "sign-in": "20/5m",  # attempts from one address, for whatever account
    "password-reset": "5/10m",
    "page-password": "20/5m",  # the shared password of private pages and documents
    "api-write": "120/1m",  # for each token
    "report": "20/1m",  # what browsers report of content policies
    "all-reports": "120/1m",  # of all browsers together
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `count` in `seconds`."""

    count: int
    seconds: int


@remember
def read_limit(text: str) -> Limit | None:
    """The limit that "5/10m" writes (s, m, h, d); None for "off".

    Raises `ImproperlyConfigured` for anything else.
    """
    if text == OFF:
        return None
    found = re.fullmatch(r"([1-9]\d{0,8})/([1-9]\d{0,5})?([smhd])", text)
    if not found:
        raise ImproperlyConfigured(
            f"RATE_LIMITS holds {text!r}; a limit is written as 5/10m (s, m, h, d), or {OFF!r}"
        )
    count, number, unit = found.groups()
    return Limit(int(count), int(number or 1) * UNITS[unit])


def limit_of(name: str) -> Limit | None:
    """The limit in force for what DEFAULTS names."""
    return read_limit(settings.RATE_LIMITS.get(name, DEFAULTS[name]))


def check_settings() -> None:
    """Read all that the settings say. Raises `ImproperlyConfigured` for what makes no sense."""
    if unknown := settings.RATE_LIMITS.keys() - DEFAULTS.keys():
        raise ImproperlyConfigured(
            f"RATE_LIMITS names {', '.join(sorted(unknown))}; there are {', '.join(DEFAULTS)}"
        )
    for name in DEFAULTS:
        limit_of(name)
    _exempt(tuple(settings.RATE_LIMITS_EXEMPT))


def hit(name: str, subject: str) -> int:
    """Count one more for a subject, atomically.

    Returns 0 if it is within the limit, else the seconds after which the count begins anew.
    """
    limit = limit_of(name)
    if limit is None:
        return 0
    digest = salted_hmac(SALT, f"{name} {subject}").hexdigest()
    # Windows of different subjects end at different times.
    now = time.time() + int(digest[:8], 16) % limit.seconds
    window, gone = divmod(now, limit.seconds)
    count = _count(f"limit:{digest}:{int(window)}", limit.seconds)
    return ceil(limit.seconds - gone) if count > limit.count else 0


def hit_by_address(name: str, request: HttpRequest) -> int:
    """`hit` for the visitor's address (IPv6: its /64); 0 for those in `RATE_LIMITS_EXEMPT`."""
    remote = request.META.get("REMOTE_ADDR", "")
    address = parse_address(remote)
    if address and any(address in network for network in _exempt(_exempt_entries())):
        return 0
    return hit(name, customer(remote))


def _exempt_entries() -> tuple[str, ...]:
    return tuple(settings.RATE_LIMITS_EXEMPT)


@remember
def _exempt(entries: tuple[str, ...]) -> tuple[Any, ...]:
    try:
        return tuple(ip_network(entry.strip()) for entry in entries if entry.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"RATE_LIMITS_EXEMPT: {error}") from None


_told_at = 0.0


def _count(key: str, seconds: int) -> int:
    """The number of hits in a window with this one, 0 if the cache cannot tell."""
    try:
        if cache.add(key, 1, timeout=seconds):
            return 1
        return cache.incr(key) or 0
    except ValueError:
        return 0  # the window ended, or its key was thrown out, between the two lines
    except Exception:
        _tell_once()
        return 0


def _tell_once() -> None:
    global _told_at
    if time.monotonic() - _told_at > SILENCE or not _told_at:
        _told_at = time.monotonic()
        logger.exception("The cache does not count: nothing is limited until it does")


def wait_sentence(seconds: int) -> str:
    """How long to wait, in the active language and in a unit that people count in."""
    if seconds < 60:
        return ngettext(
            "Please try again in one second.", "Please try again in %(count)d seconds.", seconds
        ) % {"count": seconds}
    minutes = ceil(seconds / 60)
    return ngettext(
        "Please try again in one minute.", "Please try again in %(count)d minutes.", minutes
    ) % {"count": minutes}


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429 (RFC 6585) with `Retry-After`: a page for people, JSON below /api/."""
    response: HttpResponse
    status = HTTPStatus.TOO_MANY_REQUESTS
    if request.path_info.startswith(API_PREFIX):
        message = f"too many requests: try again in {seconds} seconds"
        response = JsonResponse({"message": message}, status=status)
    else:
        context = {
            "title": _("Too many requests in a short time"),
            "reason": wait_sentence(seconds),
            "status": int(status),
        }
        response = render(request, "error.html", context, status=status)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "private, no-store"
    return response
