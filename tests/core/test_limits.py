"""How often is too often, for whom, and what happens when nobody can count."""

import os
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from django.utils.translation import override

from core import limits


class UnreachableCache(LocMemCache):
    def add(self, *args, **kwargs) -> bool:
        raise ConnectionError("no cache at 10.0.0.7")


@pytest.fixture(autouse=True)
def _counted_anew(settings) -> None:
    cache.clear()
    settings.RATE_LIMITS = {"search": "3/1m"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_800_000_000.0]
    monkeypatch.setattr("core.limits.time.time", lambda: now[0])
    return now


def hits(number: int, subject: str = "somebody") -> list[int]:
    return [limits.hit("search", subject) for __ in range(number)]


def from_address(address: str) -> int:
    return limits.hit_by_address("search", RequestFactory().get("/", REMOTE_ADDR=address))


def test_what_is_within_the_limit_need_not_wait(clock: list[float]) -> None:
    first, second, third, fourth = hits(4)

    assert (first, second, third) == (0, 0, 0)
    assert 1 <= fourth <= 60


def test_whoever_waits_as_long_as_they_are_told_is_let_in(clock: list[float]) -> None:
    wait = hits(4)[-1]

    clock[0] += wait - 1
    assert hits(1)[0] == 1
    clock[0] += 1
    assert hits(4)[:3] == [0, 0, 0]


def test_subjects_and_names_are_counted_apart(settings) -> None:
    settings.RATE_LIMITS = {"search": "1/1m", "form": "1/1m"}

    assert limits.hit("search", "a") == 0
    assert limits.hit("search", "b") == 0
    assert limits.hit("form", "a") == 0
    assert limits.hit("search", "a") > 0


def test_of_hits_at_the_same_time_none_is_forgotten(settings) -> None:
    settings.RATE_LIMITS = {"search": "50/1h"}

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda number: limits.hit("search", "somebody"), range(80)))

    assert sum(wait == 0 for wait in waits) == 50


@pytest.mark.parametrize(
    ("address", "is_counted"),
    [
        ("192.0.2.1", True),
        ("192.0.2.2", False),
        ("2001:db8::1", False),
        ("", False),
    ],
)
def test_each_ipv4_address_is_one_visitor(address: str, is_counted: bool) -> None:
    for __ in range(3):
        assert from_address("192.0.2.1") == 0

    assert bool(from_address(address)) is is_counted


def test_all_of_an_ipv6_64_are_one_visitor() -> None:
    for number in range(3):
        assert from_address(f"2001:db8::{number}") == 0

    assert from_address("2001:db8::ffff") > 0
    assert from_address("2001:db8:0:1::1") == 0


def test_servers_of_other_front_ends_have_no_limit(settings) -> None:
    settings.RATE_LIMITS_EXEMPT = ["198.51.100.0/24"]

    assert {from_address("198.51.100.8") for __ in range(9)} == {0}
    assert [bool(from_address("192.0.2.1")) for __ in range(4)][-1]


def test_a_limit_can_be_switched_off(settings) -> None:
    settings.RATE_LIMITS = {"search": "off"}

    assert set(hits(99)) == {0}


def test_what_is_not_set_has_a_limit_of_its_own(settings) -> None:
    settings.RATE_LIMITS = {}

    assert limits.limit_of("form") == limits.Limit(5, 600)
    assert all(limits.limit_of(name) for name in limits.DEFAULTS)


@pytest.mark.parametrize("text", ["", "5", "5/", "0/1m", "-1/1m", "5/1w", "5 / 1m", "1e3/1m"])
def test_a_limit_that_makes_no_sense_is_named(settings, text: str) -> None:
    settings.RATE_LIMITS = {"form": text}

    with pytest.raises(ImproperlyConfigured, match="RATE_LIMITS"):
        limits.hit("form", "somebody")
    assert "operations.E002" in {message.id for message in run_checks(tags=["security"])}


@pytest.mark.parametrize("values", [({"serach": "1/1m"}, []), ({}, ["example.org"])])
def test_other_mistakes_are_found_by_the_check(settings, values: tuple) -> None:
    settings.RATE_LIMITS, settings.RATE_LIMITS_EXEMPT = values

    assert "operations.E002" in {message.id for message in run_checks(tags=["security"])}


def test_without_a_cache_nothing_is_limited_and_the_log_says_so_once(
    settings, caplog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_told_at", 0.0)
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.UnreachableCache"}}

    assert set(hits(9)) == {0}
    assert len(caplog.records) == 1


def test_the_cache_holds_no_address(settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "own"}
    }
    from_address("192.0.2.1")

    assert cache._cache
    assert "192.0.2.1" not in str(cache._cache)


@pytest.mark.redis
def test_redis_counts_for_all_processes(settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["REDIS_URL"],
        }
    }
    somebody = token_hex(8)

    assert [bool(wait) for wait in hits(5, somebody)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [(1, "in one second."), (59, "in 59 seconds."), (60, "in one minute."), (61, "in 2 minutes.")],
)
def test_people_are_told_how_long_in_a_unit_they_count_in(seconds: int, sentence: str) -> None:
    with override("en"):
        assert limits.wait_sentence(seconds).endswith(sentence)
