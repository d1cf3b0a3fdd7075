"""What HTTP says about public answers: whether they changed, and how long they may be kept.

RFC 9110 (validators), RFC 9111 (caching), RFC 5861 (stale-while-revalidate).
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from wagtail.models import Site

from core import facts, shown
from core.conditions import joined, watch_parameters
from core.urls import language_of_path

from .changes.clock import read_clock
from .models import Clock
from .rendered import forget_items
from .upstream import lifetimes
from .upstream.keys import name_keys

GetResponse = Callable[[HttpRequest], HttpResponse]

API = "/api/v2/"
PREFIXES = (API, "/geo/", "/vcard/", "/sitemap", "/robots.txt")
NOT_PUBLIC = ("/admin/", "/django-admin/", "/api/v3/", "/health/", "/static/", "/media/")


class PublicAnswersMiddleware:
    """Reads the clock once for whatever visitors and machines ask for.

    The API, feeds, calendars, GeoJSON and sitemaps depend on nothing but their address and what is
    public: they have an ETag made of both, and a request that knows it is answered without looking
    at any content. All public requests share what the site's facts are (`core.facts`) for as long
    as nothing changes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch_parameters(request)
        is_read = request.method in ("GET", "HEAD")
        if not is_read or request.path_info == "/" or request.path_info.startswith(NOT_PUBLIC):
            return self.get_response(request)
        clock = read_clock()
        with facts.remembered(_facts.of(clock)), shown.collected() as seen, joined():
            _note_site(request)
            if has_validators(request):
                response = self._answer(request, clock)
            else:
                response = self.get_response(request)
                if request.path_info.startswith(PREFIXES):  # in an order by chance
                    response.headers.setdefault("Cache-Control", "no-cache")
                lifetimes.describe(request, response)
            name_keys(request, response, seen)
            return response

    def _answer(self, request: HttpRequest, clock: Clock) -> HttpResponse:
        etag = entity_tag(request, clock)
        modified = last_modified(clock)
        timestamp = int(modified.timestamp()) if modified else None
        unchanged = get_conditional_response(request, etag=etag, last_modified=timestamp)
        if unchanged is not None and unchanged.status_code == 304:
            _describe(unchanged, etag, modified)
            return unchanged
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response  # the view knows better: a draft, or a random order
        if response.status_code == 200:
            _describe(response, etag, modified)
        else:
            response["Cache-Control"] = "no-cache"
        if request.path_info.startswith(API):
            # The same for everybody: no cookie, language or media type is looked at.
            response.headers.pop("Vary", None)
        return response


def _note_site(request: HttpRequest) -> None:
    """Let Wagtail find the request's site where it looks first."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return  # Django answers 400
    request._wagtail_site = facts.fact(f"site at {host}", lambda: Site.find_for_request(request))


class _SharedFacts:
    """The facts of one state of the site, for all requests of this process."""

    def __init__(self) -> None:
        self._token = ""
        self._memory: facts.Memory = {}

    def of(self, clock: Clock) -> facts.Memory:
        """The memory that belongs to what the clock says."""
        if self._token != clock.token:
            # Not emptied: a request that began before may still read the old one.
            self._memory, self._token = {}, clock.token
        return self._memory

    def without_items(self) -> None:
        """Forget what was sent, and keep the facts."""
        forget_items(self._memory)


_facts = _SharedFacts()


def forget_facts() -> None:
    """Look everything up anew, for measurements of a process that has just begun."""
    _facts.__init__()


def forget_sent_items() -> None:
    """Make the items of lists anew, for measurements of what a list costs at first."""
    _facts.without_items()


def has_validators(request: HttpRequest) -> bool:
    """Whether the answer depends on nothing but the address and what is public."""
    path = request.path_info
    if path.startswith(PREFIXES):
        return "random" not in request.GET.get("order", "")
    return language_of_path(path) is not None and path.split("/")[2:3] == ["feeds"]


class State(Protocol):
    """How far the record of public change is, as `Clock` says it."""

    epoch: str
    token: str


def entity_tag(request: HttpRequest, clock: State) -> str:
    """A strong validator: another one for each address, state of the site, and release."""
    parts = (release(), clock.epoch, clock.token, request.get_full_path())
    return f'"{sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def last_modified(clock: Clock) -> datetime | None:
    """When something public changed last; None if two changes came within the running second."""
    return clock.changed_at if clock.changed_at <= timezone.now() else None


def _describe(response: HttpResponse, etag: str, modified: datetime | None) -> None:
    response["ETag"] = etag
    if modified:
        response["Last-Modified"] = http_date(modified.timestamp())
    response["Cache-Control"] = lifetimes.of_machines()


@cache
def release() -> str:
    """A digest of the code: what an address answers may change with it."""
    digest = sha256(version("wagtail").encode())
    folders = ("core", "delivery", "news", "pool", "home", "config", "templates", "locale")
    roots = [settings.BASE_DIR, settings.BASE_DIR / "site"]
    for folder in folders:
        for root in roots:
            for file in sorted(Path(root / folder).rglob("*")):
                if file.suffix in (".py", ".html", ".xml", ".po"):
                    digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
