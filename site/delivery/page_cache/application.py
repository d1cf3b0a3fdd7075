"""The WSGI application (PEP 3333) that answers with what is kept, or asks Django."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.utils.http import parse_etags

from core.conditions import noted

from ..http import entity_tag, has_validators, release
from .addressing import Address, Addressing
from .answers import Kept, Ready, kept_answer, plain_tag
from .clock_line import ClockLine, State
from .shared import SharedAnswers
from .store import Generation, Key, Store

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# A thread waits so long for another's answer; then it makes its own.
PATIENCE = 15.0
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
REQUEST_ID, CACHE_STATUS = "X-Request-ID", "Cache-Status"
# How the cache has dealt with the request (RFC 9211).
HIT = "site; hit"
COLLAPSED = "site; fwd=miss; collapsed"
STORED = "site; fwd=miss; stored"


class Surroundings(Protocol):
    """What has to happen around each request, also where Django is not asked."""

    def prepare(self, environ: Environ) -> None:
        """Before anything else: whose request it is."""

    def request_id(self, environ: Environ) -> str:
        """The number under which a kept answer is given."""

    def note(
        self, environ: Environ, request_id: str, kept: Kept, ready: Ready, seconds: float
    ) -> None:
        """A kept answer was given, for the log and the counts."""


@dataclass
class Exchange:
    """A request that a kept answer may answer, and where to send it."""

    environ: Environ
    start_response: StartResponse
    began: float
    address: Address
    generation: Generation
    key: Key

    @property
    def query(self) -> str:
        return self.environ.get("QUERY_STRING", "")


class PageCache:
    """Keeps the public answers of `application`, `most_bytes` of them in each process."""

    def __init__(
        self, application: Application, surroundings: Surroundings, most_bytes: int
    ) -> None:
        self._application = application
        self._surroundings = surroundings
        self._addressing = Addressing()
        self._line = ClockLine()
        self._store = Store(most_bytes)
        self._shared = SharedAnswers(release())

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        began, asked_at = time.perf_counter(), time.monotonic()
        self._surroundings.prepare(environ)
        address = self._addressing.address_of(environ)
        state = self._line.read() if address else None
        generation = self._store.of(state, asked_at) if state else None
        if address is None or generation is None:
            return self._application(environ, start_response)
        key = generation.key(address, environ.get("QUERY_STRING", ""))
        kept = generation.get(key)
        if kept is not None:
            return self._give(environ, start_response, kept, HIT, began)
        if (
            environ["REQUEST_METHOD"] != "GET"
            or generation.passes(key)
            or _is_known(environ, generation.state)
        ):
            return self._application(environ, start_response)
        return self._miss(Exchange(environ, start_response, began, address, generation, key))

    def _give(
        self,
        environ: Environ,
        start_response: StartResponse,
        kept: Kept,
        how: str,
        began: float,
    ) -> Iterable[bytes]:
        ready = _ready(kept, environ)
        request_id = self._surroundings.request_id(environ)
        start_response(
            ready.status_line, [*ready.headers, (CACHE_STATUS, how), (REQUEST_ID, request_id)]
        )
        self._surroundings.note(environ, request_id, kept, ready, time.perf_counter() - began)
        return ready.body if environ["REQUEST_METHOD"] == "GET" else []

    def _give_later(self, exchange: Exchange, kept: Kept) -> Iterable[bytes]:
        """After a wait for whoever made it."""
        environ, start_response = exchange.environ, exchange.start_response
        return self._give(environ, start_response, kept, COLLAPSED, exchange.began)

    def _miss(self, exchange: Exchange) -> Iterable[bytes]:
        generation, key = exchange.generation, exchange.key
        flight, is_pilot = generation.board(key)
        if not is_pilot:
            kept = flight.wait(PATIENCE)
            if kept is None:
                return self._application(exchange.environ, exchange.start_response)
            return self._give(
                exchange.environ, exchange.start_response, kept, COLLAPSED, exchange.began
            )
        kept = None
        try:
            kept = self._from_others(exchange)
            if kept is not None:
                return self._give(
                    exchange.environ, exchange.start_response, kept, COLLAPSED, exchange.began
                )
            response = _Made(self._application, exchange.environ)
            kept = response.kept
            if kept is None:
                generation.let_pass(key)
                return response.pass_on(exchange.start_response)
            generation.keep(exchange.address, exchange.query, kept)
            self._share(exchange, kept)
            ready = _ready(kept, exchange.environ)
            own = [(CACHE_STATUS, STORED), (REQUEST_ID, response.request_id)]
            exchange.start_response(ready.status_line, [*ready.headers, *own])
            return ready.body  # Django has logged the request
        finally:
            generation.land(key, kept)
            if self._shared.is_there:
                self._shared.end(generation.state, key)

    def _from_others(self, exchange: Exchange) -> Kept | None:
        """What another process has made, or is just making. None: it is for this one to do."""
        if not self._shared.is_there:
            return None
        generation = exchange.generation
        kept = self._shared.begin(generation.state, exchange.key)
        if kept is None:
            return None
        generation.learn(exchange.address, kept.reads)
        if generation.key(exchange.address, exchange.query) != exchange.key:
            return None  # it depends on other parameters than this process has known
        generation.keep(exchange.address, exchange.query, kept)
        return kept

    def _share(self, exchange: Exchange, kept: Kept) -> None:
        if self._shared.is_there:
            key = exchange.generation.key(exchange.address, exchange.query)
            self._shared.put(exchange.generation.state, key, kept)


class _Made:
    """Django's answer to a request, whole, without regard to what the visitor has already."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self._started: tuple[Any, ...] = ()
        whole = {name: value for name, value in environ.items() if name not in CONDITIONS}
        with noted() as conditions:
            self._response = application(whole, self._start)
        self.kept: Kept | None = None
        if isinstance(self._response, HttpResponse):
            self.kept = kept_answer(self._response, conditions)
            if self.kept is not None:
                self._response.close()

    @property
    def request_id(self) -> str:
        return self._response.get(REQUEST_ID, "")

    def pass_on(self, start_response: StartResponse) -> Iterable[bytes]:
        """As Django gave it. The server closes it, as any other."""
        start_response(*self._started)
        return self._response

    def _start(self, *arguments: Any) -> None:
        self._started = arguments


def _ready(kept: Kept, environ: Environ) -> Ready:
    get = environ.get
    return kept.ready(
        get("HTTP_ACCEPT_ENCODING", ""),
        get("HTTP_IF_NONE_MATCH", ""),
        get("HTTP_IF_MODIFIED_SINCE", ""),
    )


def _is_known(environ: Environ, state: State) -> bool:
    """Whether Django will answer 304 without looking at any content (`PublicAnswersMiddleware`)."""
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if not known:
        return False
    request = WSGIRequest(dict(environ))
    if not has_validators(request):
        return False
    environ["HTTP_IF_NONE_MATCH"] = ", ".join(plain_tag(tag) for tag in parse_etags(known))
    return entity_tag(request, state) in parse_etags(environ["HTTP_IF_NONE_MATCH"])
