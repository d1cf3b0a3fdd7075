"""What all processes share: answers that one of them has made, and which of them makes one.

Through Redis, if the site has one. Without it, or while it is silent, each process keeps its own.
"""

import pickle
import time
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from .answers import Kept
from .clock_line import State
from .store import Key

KEPT_SECONDS = 3600
# A process that has died while it made an answer is waited for no longer.
MADE_WITHIN = 10
PAUSE = 0.01


class SharedAnswers:
    """Answers by state of the site, release and key."""

    def __init__(self, release: str) -> None:
        self._release = release

    @property
    def is_there(self) -> bool:
        return isinstance(caches["default"], RedisCache)

    def get(self, state: State, key: Key) -> Kept | None:
        found = caches["default"].get(self._name("answer", state, key))
        return pickle.loads(found) if found else None  # noqa: S301 - written by `put`

    def put(self, state: State, key: Key, kept: Kept) -> None:
        packed = pickle.dumps(kept)
        caches["default"].set(self._name("answer", state, key), packed, KEPT_SECONDS)

    def begin(self, state: State, key: Key) -> Kept | None:
        """The answer that another process has made, or is just making: then after a wait. None if
        it is for this process to make; the others wait until `end`."""
        cache = caches["default"]
        name = self._name("maker", state, key)
        deadline = time.monotonic() + MADE_WITHIN
        kept = self.get(state, key)
        while kept is None and time.monotonic() < deadline:
            if cache.add(name, 1, MADE_WITHIN):
                return self.get(state, key)  # somebody may have ended since the last look
            time.sleep(PAUSE)
            kept = self.get(state, key)
        return kept

    def end(self, state: State, key: Key) -> None:
        """Whoever waits need wait no longer, whether an answer was put or not."""
        caches["default"].delete(self._name("maker", state, key))

    def _name(self, kind: str, state: State, key: Key) -> str:
        parts: tuple[Any, ...] = (self._release, *state, *key[0], key[1])
        return f"page-cache:{kind}:{sha256(repr(parts).encode()).hexdigest()}"
