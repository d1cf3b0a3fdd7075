"""Checks the addresses of other websites and keeps what was found."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ..models import Link, WebAddress
from .fetching import look_up

# What was checked since then is left alone: a run that was broken off goes on where it was.
FRESH = timedelta(days=6)
# Seconds between two requests to the same host.
PAUSE = 1.0


def check(address: WebAddress) -> WebAddress:
    """Ask an address now, and keep the answer."""
    finding = look_up(address.url)
    now = timezone.now()
    address.status, address.problem, address.checked_at = finding.status, finding.problem, now
    address.broken_since = (address.broken_since or now) if finding.problem else None
    address.save()
    return address


def remove_unused() -> int:
    """Forget the addresses to which nothing links any more. How many there were."""
    unused = WebAddress.objects.filter(~Exists(Link.objects.filter(address=OuterRef("pk"))))
    return unused.delete()[0]


def due(limit: int) -> list[WebAddress]:
    """The addresses whose turn it is, those never checked first."""
    is_due = Q(checked_at=None) | Q(checked_at__lt=timezone.now() - FRESH)
    oldest_first = F("checked_at").asc(nulls_first=True)
    return list(WebAddress.objects.filter(is_due).order_by(oldest_first, "pk")[:limit])


def check_all(
    addresses: list[WebAddress],
    seconds: float,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[WebAddress]:
    """Check addresses one after the other until all are done or the time is up; each as checked.

    The hosts take turns, so that none is asked more often than once a second (`PAUSE`).
    """
    deadline = time.monotonic() + seconds
    last_asked: dict[str, float] = {}
    for address in _in_turns(addresses):
        host = _host(address)
        wait = last_asked.get(host, float("-inf")) + PAUSE - time.monotonic()
        if time.monotonic() + max(wait, 0) >= deadline:
            return
        if wait > 0:
            pause(wait)
        yield check(address)
        last_asked[host] = time.monotonic()


def _host(address: WebAddress) -> str:
    try:
        return urlsplit(address.url).hostname or ""
    except ValueError:  # no address at all, as checking it will say
        return ""


def _in_turns(addresses: list[WebAddress]) -> Iterator[WebAddress]:
    """One address of each host, then the next of each."""
    by_host: dict[str, deque[WebAddress]] = defaultdict(deque)
    for address in addresses:
        by_host[_host(address)].append(address)
    while by_host:
        for host in list(by_host):
            yield by_host[host].popleft()
            if not by_host[host]:
                del by_host[host]
