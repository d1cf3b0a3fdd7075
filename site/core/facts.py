"""What most requests ask for and seldom changes: which branches are hidden, languages, collections.

Within `remembered` such a fact is looked up once. A request keeps a memory of its own; an upper
floor that knows when something changed can lend one that many requests share.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, TypeVar

Fact = TypeVar("Fact")
Memory = dict[str, Any]

_lock = Lock()
_memory: ContextVar[Memory | None] = ContextVar("facts", default=None)
_is_lent: ContextVar[bool] = ContextVar("facts of many requests", default=False)


@contextmanager
def remembered(memory: Memory | None = None) -> Iterator[None]:
    """Look facts up once for what happens inside.

    With `memory`, in this one; without, in the one in force, or in a new one.
    """
    is_lent = _is_lent.get() if memory is None else True
    if memory is None:
        memory = _memory.get()
    token = _memory.set({} if memory is None else memory)
    lent = _is_lent.set(is_lent)
    try:
        yield
    finally:
        _is_lent.reset(lent)
        _memory.reset(token)


def is_worth_all(name: str) -> bool:
    """Whether a fact about everything is known, or would serve many requests: else it is cheaper
    to ask for those few things that one wants to know."""
    return _is_lent.get() or name in (_memory.get() or {})


def fact(name: str, look_up: Callable[[], Fact]) -> Fact:
    """The fact of this name, from the memory in force if it is there."""
    memory = _memory.get()
    if memory is None:
        return look_up()
    if name not in memory:
        memory[name] = look_up()
    return memory[name]


def fact_of_many(group: str, name: Any, look_up: Callable[[], Fact], at_most: int) -> Fact:
    """The fact of this name in a group, of which the memory keeps so many: for facts whose names
    hang on what visitors choose. The one that was not asked for the longest goes first."""
    group_of: dict[Any, Any] = fact(group, dict)
    if name in group_of:
        with _lock:
            found = group_of.pop(name, _UNKNOWN)
            if found is not _UNKNOWN:
                group_of[name] = found
                return found
    found = look_up()
    with _lock:
        group_of[name] = found
        while len(group_of) > at_most:
            del group_of[next(iter(group_of))]
    return found


_UNKNOWN = object()
