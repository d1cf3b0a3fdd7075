"""Many visitors at once: each answer is made once, and nobody waits who need not."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpResponse

from core import conditions
from delivery.page_cache.clock_line import State
from tests.wsgi import visitor

from .conftest import page_cache

VISITORS = 40


class SlowSite:
    """Answers each address after a while, as Django would, and counts how often."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.asked: Counter[str] = Counter()
        self.most_at_once = 0
        self._now = 0
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        path = environ["PATH_INFO"]
        with self._lock:
            self.asked[path] += 1
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        Event().wait(0.05)
        with self._lock:
            self._now -= 1
        if path == "/de/broken/":
            raise RuntimeError("as no site should")
        response = HttpResponse(f"{path} " * 100, headers={"X-Request-ID": "a", **self.headers})
        start_response("200 OK", list(response.items()))
        return response


class Line:
    """A state that changes when the test says so."""

    def __init__(self) -> None:
        self.state = State("epoch", "first", "2026-11-22")

    def read(self) -> State:
        return self.state


def behind_cache(site: SlowSite, line: Line | None = None) -> Any:
    cache = page_cache(site)
    cache._line = line or Line()
    return visitor(cache)


def crowd(stranger: Any, addresses: list[str]) -> list[Any]:
    """Everybody at once, each asking for one of the addresses."""
    asked = [addresses[number % len(addresses)] for number in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as pool:
        return list(pool.map(stranger.get, asked))


@pytest.fixture(autouse=True)
def _no_redis(settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def test_a_crowd_before_an_empty_cache_has_each_page_made_once():
    site = SlowSite()
    addresses = [f"/de/{number}/" for number in range(4)]
    answers = crowd(behind_cache(site), addresses)
    assert site.asked == Counter(addresses)
    assert all(answer.text.startswith("/de/") for answer in answers)
    ways = Counter(answer.headers["cache-status"] for answer in answers)
    assert ways["site; fwd=miss; stored"] == 4
    assert ways["site; fwd=miss; collapsed"] + ways["site; hit"] == VISITORS - 4


def test_after_a_change_each_page_is_made_once_again():
    site, line = SlowSite(), Line()
    stranger = behind_cache(site, line)
    crowd(stranger, ["/de/"])
    line.state = State("epoch", "second", "2026-11-22")
    crowd(stranger, ["/de/"])
    assert site.asked["/de/"] == 2


def test_nobody_waits_for_what_is_not_kept():
    site = SlowSite(**{"Cache-Control": "private, no-store"})
    stranger = behind_cache(site)
    stranger.get("/de/")
    crowd(stranger, ["/de/"])
    assert site.asked["/de/"] == VISITORS + 1
    assert site.most_at_once > VISITORS / 4


def test_who_waited_in_vain_asks_for_themselves():
    site = SlowSite()
    stranger = behind_cache(site)

    def ask(__: int) -> str:
        try:
            stranger.get("/de/broken/")
        except RuntimeError:
            return "failed"
        return "answered"

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(ask, range(5))) == {"failed"}
    assert stranger.get("/de/").status == 200


def test_what_belongs_to_an_older_state_is_not_kept_for_the_newer():
    site, line = SlowSite(), Line()
    cache = page_cache(site)
    cache._line = line
    old = line.state
    asked_at = time.monotonic()
    line.state = State("epoch", "second", "2026-11-22")
    assert cache._store.of(line.state, time.monotonic()) is not None
    assert cache._store.of(old, asked_at) is None


def test_an_answer_whose_time_is_over_is_made_again():
    from django.utils import timezone

    class Ending(SlowSite):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
            conditions.holds_until(timezone.now())
            return super().__call__(environ, start_response)

    site = Ending()
    stranger = behind_cache(site)
    stranger.get("/de/")
    stranger.get("/de/")
    assert site.asked["/de/"] == 2


@pytest.mark.redis
def test_processes_with_one_redis_make_each_page_once(settings):
    import os

    settings.CACHES = {
        "default": {
            "BACKEND": "operations.outages.caching.TolerantRedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
    caches["default"].clear()
    site = SlowSite()
    processes = [behind_cache(site) for __ in range(4)]
    addresses = ["/de/", "/en/"]

    def ask(number: int) -> Any:
        return processes[number % 4].get(addresses[number // 4 % 2])

    with ThreadPoolExecutor(VISITORS) as pool:
        answers = list(pool.map(ask, range(VISITORS)))
    assert site.asked == Counter(addresses)
    assert {answer.text[:4] for answer in answers} == set(addresses)
    # Also what none of them knows yet that comes later.
    assert behind_cache(site).get("/de/").headers["cache-status"] != "site; fwd=miss; stored"
    assert site.asked == Counter(addresses)
    caches["default"].clear()


def test_parameters_are_noted_when_somebody_looks(rf):
    def reads(look: Any) -> tuple[set[str], bool]:
        request = rf.get("/de/?a=1&a=2&b=3")
        with conditions.noted() as noted:
            conditions.watch_parameters(request)
            look(request.GET)
        return noted.names, noted.reads_all

    assert reads(lambda get: None) == (set(), False)
    assert reads(lambda get: get.get("a")) == ({"a"}, False)
    assert reads(lambda get: get.get("other")) == ({"other"}, False)
    assert reads(lambda get: get.getlist("a") == ["1", "2"])[0] == {"a"}
    assert reads(lambda get: "b" in get) == ({"b"}, False)
    assert reads(lambda get: get["b"]) == ({"b"}, False)
    for look in (
        list, len, bool, dict, set, repr, str,
        lambda get: get.keys(), lambda get: get.items(), lambda get: list(get.lists()),
        lambda get: get.copy(), lambda get: get.urlencode(), lambda get: {**get},
        lambda get: get.dict(), lambda get: list(reversed(get)), lambda get: get == {},
        lambda get: get.values(), lambda get: get | {},
    ):  # fmt: skip
        assert reads(look)[1], look
