"""Redis as the cache, which may go away: pages are then made anew, and are still served.

While Redis does not answer, the cache behaves as Django's `DummyCache`: nothing is found, whatever
is stored is forgotten, `add` succeeds, `incr` finds no key. So rate limits let everybody through.
After an error no thread of this process asks for some seconds, then one tries: a Redis that hangs
costs a quarter of a second now and then, and not in every request.

What could not be deleted meanwhile is deleted before anything is read again; what other processes
could not delete, they do.
"""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

import redis
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT = 0.25  # seconds, for connecting and for each answer
PAUSE = 5.0  # seconds until somebody tries again
MOST_KEYS = 1000  # to remember; after more, everything is deleted

logger = logging.getLogger(__name__)


class Breaker:
    """Whether a server is to be asked, and what it has missed; one for all threads."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._pause = pause
        self._lock = Lock()
        self._silent_until: float | None = None
        self._missed: set[str] = set()
        self._missed_all = False

    @property
    def answers(self) -> bool:
        """Whether the server answered when it was last asked."""
        return self._silent_until is None

    def may_ask(self) -> bool:
        """Whether this thread may ask; after a pause one may, and the others still wait."""
        if self._silent_until is None:
            return True
        with self._lock:
            if self._silent_until is not None and time.monotonic() < self._silent_until:
                return False
            if self._silent_until is not None:
                self._silent_until = time.monotonic() + self._pause
            return True

    def note_failure(self, error: Exception) -> None:
        with self._lock:
            answered, self._silent_until = self.answers, time.monotonic() + self._pause
        if answered:
            logger.error("Redis fails, pages are served without it: %s", error)

    def note_success(self) -> None:
        if self.answers:
            return
        with self._lock:
            self._silent_until = None
        logger.error("Redis answers again")

    def note_missed(self, keys: Iterable[str] | None) -> None:
        """Remember keys to delete; None stands for all."""
        with self._lock:
            if keys is None:
                self._missed_all = True
            else:
                self._missed.update(keys)
            if len(self._missed) > MOST_KEYS:
                self._missed_all = True
            if self._missed_all:
                self._missed.clear()

    def catch_up(self, client: RedisCacheClient) -> None:
        """Delete what could not be deleted, in the state in which one thread asks."""
        if not self._missed and not self._missed_all:
            return
        with self._lock:
            missed, self._missed = self._missed, set()
            everything, self._missed_all = self._missed_all, False
        try:
            if everything:
                client.clear()
            elif missed:
                client.delete_many(missed)
        except redis.RedisError:
            self.note_missed(None if everything else missed)
            raise


_breakers: dict[str, Breaker] = {}


def breaker_of(servers: Iterable[str]) -> Breaker:
    """The breaker of a server; every thread has its own cache object, but they share this."""
    return _breakers.setdefault(" ".join(servers), Breaker())


class PatientClient(RedisCacheClient):
    """Does not try again by itself, for seconds, before it says that there is no answer."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        options = {
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
            **options,
        }
        super().__init__(servers, **options)


class TolerantRedisCache(RedisCache):
    """Django's cache in Redis, without which the site goes on."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient
        self.breaker = breaker_of(self._servers)

    def _ask(
        self, ask: Callable[[], Any], otherwise: Any, missed: Iterable[str] | None = ()
    ) -> Any:
        """The server's answer, or something else; `missed` are keys that are then out of date."""
        if not self.breaker.may_ask():
            self.breaker.note_missed(missed)
            return otherwise
        try:
            self.breaker.catch_up(self._cache)
            answer = ask()
        except (redis.RedisError, OSError) as error:
            self.breaker.note_failure(error)
            self.breaker.note_missed(missed)
            return otherwise
        self.breaker.note_success()
        return answer

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        add = super().add
        return self._ask(lambda: add(key, value, timeout, version), otherwise=True)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        get = super().get
        return self._ask(lambda: get(key, default, version), otherwise=default)

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        store = super().set
        self._ask(lambda: store(key, value, timeout, version), None, [self._key(key, version)])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        touch = super().touch
        return self._ask(lambda: touch(key, timeout, version), otherwise=False)

    def delete(self, key: str, version: int | None = None) -> bool:
        delete = super().delete
        return self._ask(lambda: delete(key, version), False, [self._key(key, version)])

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        get_many, keys = super().get_many, list(keys)
        return self._ask(lambda: get_many(keys, version), otherwise={}) if keys else {}

    def has_key(self, key: str, version: int | None = None) -> bool:
        has_key = super().has_key
        return self._ask(lambda: has_key(key, version), otherwise=False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises `ValueError` for an unknown key, as all caches do; without Redis none is known."""
        incr = super().incr

        def counted() -> int | None:
            try:
                return incr(key, delta, version)
            except ValueError:
                return None

        count = self._ask(counted, None, [self._key(key, version)])
        if count is None:
            raise ValueError(f"Key '{key}' not found")
        return count

    def set_many(
        self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        set_many, keys = super().set_many, [self._key(key, version) for key in data]
        return self._ask(lambda: set_many(data, timeout, version), list(data), keys)

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        delete_many, keys = super().delete_many, list(keys)
        missed = [self._key(key, version) for key in keys]
        self._ask(lambda: delete_many(keys, version), None, missed)

    def clear(self) -> bool:
        return self._ask(super().clear, False, missed=None)
