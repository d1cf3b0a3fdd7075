"""Items of lists as they were sent, for as long as nothing public changes.

Lists overlap: by page, filter, order and search the same items are asked for again and again. What
an item says depends on the item, the fields and the site that was asked, and on nothing else of the
request; so a list costs the query for its keys, and the items that nobody has asked for yet.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any

from core.facts import fact

NAME = "rendered items"
# Of one process, in bytes: some thousand items with all their fields.
MAX_SIZE = 12 * 2**20
# Numbers of whole lists; filters come from outside.
MAX_NUMBERS = 1000


class RenderedItems:
    """The items that were used last, in one state of the site."""

    def __init__(self) -> None:
        self._items: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(
        self,
        pks: Iterable[int],
        kind: Hashable,
        render: Callable[[list[int]], dict[int, bytes]],
    ) -> list[bytes]:
        """The items of a kind, in the order of their keys; `render` makes those that are missing.

        What does not exist any more is left out.
        """
        pks = list(pks)
        with self._lock:
            found = {pk: self._used((kind, pk)) for pk in pks if (kind, pk) in self._items}
        if missing := [pk for pk in pks if pk not in found]:
            made = render(missing)
            found |= made
            with self._lock:
                for pk, item in made.items():
                    self._keep((kind, pk), item)
        return [found[pk] for pk in pks if pk in found]

    def _used(self, key: Hashable) -> bytes:
        self._items.move_to_end(key)
        return self._items[key]

    def _keep(self, key: Hashable, item: bytes) -> None:
        if key in self._items:
            return
        self._items[key] = item
        self._size += len(item)
        while self._size > MAX_SIZE:
            __, oldest = self._items.popitem(last=False)
            self._size -= len(oldest)


def rendered_items() -> RenderedItems:
    """Those of the site's present state."""
    return fact(NAME, RenderedItems)


class _Numbers:
    """How many items the lists have that were asked for last, in one state of the site."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, int] = OrderedDict()
        self._lock = Lock()

    def get(self, kind: Hashable, look_up: Callable[[], int]) -> int:
        with self._lock:
            if kind in self._known:
                self._known.move_to_end(kind)
                return self._known[kind]
        number = look_up()
        with self._lock:
            self._known[kind] = number
            if len(self._known) > MAX_NUMBERS:
                self._known.popitem(last=False)
        return number


def number_of(kind: Hashable, look_up: Callable[[], int]) -> int:
    """How many items a list has in all, counted once for a state of the site."""
    return fact("numbers of lists", _Numbers).get(kind, look_up)


class RenderedListing:
    """A list of rendered items, which the renderer joins."""

    def __init__(self, total_count: int, items: list[bytes]) -> None:
        self.total_count = total_count
        self.items = items

    def join(self) -> bytes:
        """The list as JSON, with the indentation of the others (see `delivery.rendering`)."""
        head = b'{\n    "meta": {\n        "total_count": %d\n    },\n' % self.total_count
        head += b'    "items": '
        if not self.items:
            return head + b"[]\n}"
        inner = b",\n".join(self.items)
        return head + b"[\n" + inner + b"\n    ]\n}"


def forget_items(memory: dict[str, Any]) -> None:
    """Leave items out of a memory of facts, for measurements."""
    memory.pop(NAME, None)
