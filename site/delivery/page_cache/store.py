"""What one process keeps, as long as nothing changes; and who waits for whom while it is made."""

import time
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from threading import Event, Lock

from .addressing import ALL, Address, Reads, query_key
from .answers import Kept
from .clock_line import State

Key = tuple[Address, Hashable]

MOST_ADDRESSES = 20_000
MOST_PASSING = 5_000


class Flight:
    """An answer that one thread makes and others wait for. `kept` is None if it can't be kept."""

    def __init__(self) -> None:
        self.kept: Kept | None = None
        self._landed = Event()

    def land(self, kept: Kept | None) -> None:
        self.kept = kept
        self._landed.set()

    def wait(self, seconds: float) -> Kept | None:
        self._landed.wait(seconds)
        return self.kept


class Generation:
    """The answers of one state of the site, the least recently used first. Thread-safe."""

    def __init__(self, state: State, most_bytes: int) -> None:
        self.state = state
        self.began = time.monotonic()
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self._reads: OrderedDict[Address, Reads] = OrderedDict()
        self._passing: OrderedDict[Key, None] = OrderedDict()
        self._flights: dict[Key, Flight] = {}

    def key(self, address: Address, query: str) -> Key:
        """What is the same for all requests with the same answer, as far as is known."""
        return address, query_key(query, self._reads.get(address, ALL)) if query else ""

    def get(self, key: Key) -> Kept | None:
        """The answer, None if there is none, or not any more."""
        found = self._kept.get(key)
        if found is None:
            return None
        kept = found[0]
        if kept.until is not None and kept.until.timestamp() <= time.time():
            return None
        with suppress(KeyError):  # another thread has just dropped it
            self._kept.move_to_end(key)
        if kept.is_heavier:
            self._weigh(key, kept)
        return kept

    def keep(self, address: Address, query: str, kept: Kept) -> None:
        """Keep an answer, and drop what was not asked for longest if there is too much."""
        with self._lock:
            self._reads[address] = self._reads.get(address, Reads()) | kept.reads
            if len(self._reads) > MOST_ADDRESSES:
                self._reads.popitem(last=False)
            self._put((address, query_key(query, self._reads.get(address, ALL))), kept)

    def learn(self, address: Address, reads: Reads) -> None:
        """Take over what an answer that another process has made depends on."""
        with self._lock:
            self._reads[address] = self._reads.get(address, Reads()) | reads

    def _weigh(self, key: Key, kept: Kept) -> None:
        """Count an answer anew, which has got another encoding."""
        with self._lock:
            kept.is_heavier = False
            if key in self._kept:
                self._put(key, kept)

    def _put(self, key: Key, kept: Kept) -> None:
        self._bytes -= self._kept.pop(key, (kept, 0))[1]
        self._kept[key] = kept, kept.size
        self._bytes += kept.size
        while self._bytes > self._most_bytes and self._kept:
            self._bytes -= self._kept.popitem(last=False)[1][1]

    def let_pass(self, key: Key) -> None:
        """Note that the answer can't be kept: nobody need wait for another's."""
        with self._lock:
            self._passing[key] = None
            if len(self._passing) > MOST_PASSING:
                self._passing.popitem(last=False)

    def passes(self, key: Key) -> bool:
        return key in self._passing

    def board(self, key: Key) -> tuple[Flight, bool]:
        """The flight that makes the answer, and whether it is this thread that flies."""
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = Flight()
            return flight, True

    def land(self, key: Key, kept: Kept | None) -> None:
        """Give those who wait what was made, also if nothing was."""
        with self._lock:
            flight = self._flights.pop(key)
        flight.land(kept)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def bytes(self) -> int:
        return self._bytes


class Store:
    """The generation of the newest state; what belonged to another is gone with it."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._generation: Generation | None = None

    def of(self, state: State, asked_at: float) -> Generation | None:
        """The answers of a state. None if it is older than the one that others have seen by now.

        `asked_at` is the `time.monotonic()` before the state was read.
        """
        generation = self._generation
        if generation is not None and generation.state == state:
            return generation
        with self._lock:
            generation = self._generation
            if generation is not None and generation.state == state:
                return generation
            if generation is not None and asked_at < generation.began:
                return None
            self._generation = Generation(state, self._most_bytes)
            return self._generation
