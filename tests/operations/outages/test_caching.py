"""Redis refuses, hangs and comes back: nobody waits for long, and nothing outdated is read."""

import os
import socket
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from redis import Redis

from operations.outages.caching import PAUSE, Breaker, TolerantRedisCache, _breakers
from tests.services import require


@pytest.fixture(autouse=True)
def fresh_breakers() -> Iterator[None]:
    known = dict(_breakers)
    _breakers.clear()
    yield
    _breakers.clear()
    _breakers.update(known)


@pytest.fixture
def hanging_server() -> Iterator[str]:
    """Accepts connections, as the kernel does for a process that was stopped, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def running_server() -> Iterator[str]:
    require("redis")
    url = os.environ["REDIS_URL"]
    prefix = f"outage-{uuid4().hex}"
    yield url
    with Redis.from_url(url) as client:
        for key in client.scan_iter(f"*{prefix}*"):
            client.delete(key)


def cache_at(url: str, **params: object) -> TolerantRedisCache:
    return TolerantRedisCache(url, {"KEY_PREFIX": f"outage-{uuid4().hex}", **params})


def use_everything(cache: TolerantRedisCache) -> None:
    assert cache.get("a") is None
    assert cache.get("a", "default") == "default"
    assert cache.get_many(["a", "b"]) == {}
    cache.set("a", 1)
    assert cache.add("a", 1) is True
    assert cache.touch("a") is False
    assert cache.has_key("a") is False
    assert "a" not in cache
    assert cache.delete("a") is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert cache.set_many({"a": 1, "b": 2}) == ["a", "b"]
    cache.delete_many(["a", "b"])
    assert cache.get_or_set("a", lambda: 7) == 7
    assert cache.clear() is False


def test_a_server_that_is_gone_is_as_a_cache_that_knows_nothing(closed_port: str) -> None:
    use_everything(cache_at(closed_port))


def test_a_server_that_hangs_costs_one_wait_and_not_one_for_each_question(
    hanging_server: str,
) -> None:
    began = time.monotonic()
    use_everything(cache_at(hanging_server))
    assert time.monotonic() - began < 1


def test_the_log_says_once_that_it_fails(closed_port: str, caplog) -> None:
    cache = cache_at(closed_port)
    for _ in range(50):
        cache.get("a")
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "Redis fails, pages are served without it"
    ]


def test_after_a_pause_one_asks_and_the_others_go_on_without() -> None:
    breaker = Breaker(pause=1000)
    assert breaker.may_ask()
    breaker.note_failure(OSError("gone"))
    assert not breaker.may_ask()

    breaker._silent_until = time.monotonic() - 1
    assert [breaker.may_ask() for _ in range(3)] == [True, False, False]

    breaker.note_success()
    assert [breaker.may_ask() for _ in range(3)] == [True] * 3


def test_all_threads_share_what_is_known_of_a_server(closed_port: str) -> None:
    cache_at(closed_port).get("a")
    assert not cache_at(closed_port).breaker.answers


def test_what_was_missed_is_not_read_when_it_is_back(running_server: str) -> None:
    cache = cache_at(running_server)
    cache.set("deleted", "old")
    cache.set("changed", "old")
    cache.set("counted", 1)
    cache.set("kept", "good")

    cache.breaker.note_failure(OSError("gone"))
    assert cache.get("kept") is None
    cache.delete("deleted")
    cache.set("changed", "new")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("counted")

    cache.breaker._silent_until -= PAUSE
    found = cache.get_many(["deleted", "changed", "counted", "kept"])
    assert found == {"kept": "good"}
    assert cache.breaker.answers
    assert cache.breaker._missed == set()


def test_too_much_was_missed_to_remember_each() -> None:
    breaker = Breaker()
    breaker.note_missed(str(number) for number in range(1001))
    assert breaker._missed_all
    assert breaker._missed == set()


def test_counting_goes_on_as_in_django_s_own(running_server: str) -> None:
    cache = cache_at(running_server)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("visits")
    assert cache.breaker.answers
    assert cache.add("visits", 1, timeout=60)
    assert cache.incr("visits") == 2
    assert cache.get("visits") == 2
    assert cache.delete("visits")
