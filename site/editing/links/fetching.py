"""Asks an address of another website whether it is still there; bounded, and not into one's own
network.

HEAD first, which costs the other side least; GET where HEAD is refused or goes wrong, as many
servers know no HEAD. Nothing of an answer is read beyond its head. Redirects are followed a few
steps, and every step is checked as the first was.
"""

import http.client
import ssl
import time
from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin

from django.conf import settings

from core.outgoing.addresses import (
    PORTS,
    AddressRefusedError,
    Rules,
    Target,
    UnknownHostError,
    resolve,
)
from core.outgoing.connection import PinnedConnection

from ..models.links import Problem

# Seconds: of each step of a request, of a whole request, and of all requests for one address.
STEP_TIMEOUT = 8
WHOLE_TIMEOUT = 10
ADDRESS_TIMEOUT = 25
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
# The page is there, and wants a person or a sign-in, or asks to come less often: not broken.
CLOSED_TO_MACHINES = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 999})
SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Finding:
    """What came of it: the last status, if there was an answer, and a problem, "" for none."""

    status: int | None = None
    problem: str = ""


def look_up(url: str) -> Finding:
    """Ask an address, following redirects. Raises nothing."""
    deadline = time.monotonic() + ADDRESS_TIMEOUT
    url = quote(urldefrag(url).url, safe=SAFE)
    try:
        return _follow(url, deadline)
    except AddressRefusedError:
        return Finding(problem=Problem.REFUSED)
    except UnknownHostError:
        return Finding(problem=Problem.UNKNOWN_HOST)
    except TimeoutError:
        return Finding(problem=Problem.TIMEOUT)
    except ssl.SSLCertVerificationError:
        return Finding(problem=Problem.CERTIFICATE)
    except (OSError, http.client.HTTPException, ValueError):
        return Finding(problem=Problem.CONNECTION)


def _follow(url: str, deadline: float) -> Finding:
    for __ in range(MOST_REDIRECTS + 1):
        status, location = _ask(url, deadline)
        if status not in REDIRECTS or not location:
            return Finding(status, _problem(status))
        url = quote(urldefrag(urljoin(url, location)).url, safe=SAFE)
    return Finding(status, Problem.LOOP)


def _problem(status: int) -> str:
    if status in GONE:
        return Problem.GONE
    if status < 400 or status in CLOSED_TO_MACHINES:
        return ""
    return Problem.SERVER if status >= 500 else Problem.ANSWER


def _ask(url: str, deadline: float) -> tuple[int, str]:
    """The status of an address and where it redirects to, by HEAD, else by GET."""
    target = resolve(url, Rules(tuple(PORTS), settings.LINKS_ALLOW_PRIVATE))
    try:
        status, location = _request("HEAD", target, deadline)
    except (http.client.HTTPException, ConnectionError):
        status, location = 405, ""
    if status < 400:
        return status, location
    return _request("GET", target, deadline)


def _request(method: str, target: Target, deadline: float) -> tuple[int, str]:
    whole = min(WHOLE_TIMEOUT, deadline - time.monotonic())
    if whole <= 0:
        raise TimeoutError
    headers = {
        "User-Agent": f"{settings.WAGTAIL_SITE_NAME} link check",
        "Accept": "text/html,*/*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    step = min(STEP_TIMEOUT, whole)
    with PinnedConnection(target, step=step, whole=whole) as connection:
        try:
            connection.request(method, target.path, headers=headers)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException):
            if connection.was_cut:
                raise TimeoutError from None
            raise
        if connection.was_cut:
            raise TimeoutError
        return response.status, response.getheader("Location", "")
