"""What an answer depends on besides its address and what is public.

Whoever wants to give the same answer again has to know. Query parameters note by themselves who
reads them; what changes as time goes by has to be said (`holds_until`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict


@dataclass
class Conditions:
    """What was noted while an answer was made.

    `names`: query parameters whose values, or absence, were looked at; `reads_all`: somebody looked
    at which there are. `until`: when the answer is no longer true, None if time changes nothing.
    `notes`: what is to be said in the log when the answer is given again.
    """

    names: set[str] = field(default_factory=set)
    reads_all: bool = False
    until: datetime | None = None
    notes: dict[str, Any] = field(default_factory=dict)


_noted: ContextVar[Conditions | None] = ContextVar("conditions", default=None)


@contextmanager
def noted() -> Iterator[Conditions]:
    """Inside, conditions of the answer are noted."""
    conditions = Conditions()
    token = _noted.set(conditions)
    try:
        yield conditions
    finally:
        _noted.reset(token)


@contextmanager
def joined() -> Iterator[Conditions]:
    """Inside, conditions are noted: where others want to know as well, together with theirs."""
    conditions = _noted.get()
    if conditions is not None:
        yield conditions
        return
    with noted() as conditions:
        yield conditions


def changes_with_time() -> bool:
    """Whether the answer, as far as it is made, will be another one at some moment."""
    conditions = _noted.get()
    return conditions is not None and conditions.until is not None


def holds_until(moment: datetime) -> None:
    """Say that the answer is another one from this moment on."""
    conditions = _noted.get()
    if conditions is not None:
        conditions.until = min(conditions.until or moment, moment)


def note(**notes: Any) -> None:
    """Note what the log says of this answer."""
    conditions = _noted.get()
    if conditions is not None:
        conditions.notes.update(notes)


def watch_parameters(request: HttpRequest) -> None:
    """Note which query parameters of the request are looked at, if somebody wants to know."""
    conditions = _noted.get()
    if conditions is not None:
        request.GET = WatchedParameters(request.GET, conditions)


class WatchedParameters(QueryDict):
    """The parameters of a request, which note who looks at them."""

    _conditions: Conditions | None = None  # while it is filled, nobody looks

    def __init__(self, parameters: QueryDict, conditions: Conditions) -> None:
        super().__init__(mutable=True, encoding=parameters.encoding)
        for name, values in parameters.lists():
            self.setlist(name, list(values))
        self._mutable = False
        self._conditions = conditions

    def _note(self, name: Any) -> None:
        if self._conditions is not None:
            self._conditions.names.add(str(name))

    def _note_all(self) -> None:
        if self._conditions is not None:
            self._conditions.reads_all = True

    # Whatever else there is to ask a QueryDict goes through these.

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self._note(key)
        return super().get(key, default)

    def _getlist(self, key: str, default: Any = None, force_list: bool = False) -> Any:
        self._note(key)
        return super()._getlist(key, default, force_list)

    def __iter__(self) -> Iterator[str]:
        self._note_all()
        return super().__iter__()

    def __reversed__(self) -> Iterator[str]:
        self._note_all()
        return super().__reversed__()

    def __len__(self) -> int:
        self._note_all()
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._note_all()
        return super().__eq__(other)

    def __or__(self, other: Any) -> Any:
        self._note_all()
        return super().__or__(other)

    def __repr__(self) -> str:
        self._note_all()
        return super().__repr__()

    __hash__ = None  # type: ignore[assignment]

    def keys(self) -> Any:
        self._note_all()
        return super().keys()

    def values(self) -> Any:
        self._note_all()
        return super().values()

    def items(self) -> Any:
        self._note_all()
        return super().items()

    def lists(self) -> Any:
        self._note_all()
        return super().lists()

    def dict(self) -> Any:
        self._note_all()
        return super().dict()

    def urlencode(self, safe: str | None = None) -> str:
        self._note_all()
        return super().urlencode(safe)

    def __copy__(self) -> QueryDict:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: Any) -> QueryDict:
        self._note_all()
        copied = QueryDict(mutable=True, encoding=self.encoding)
        for name, values in super().lists():
            copied.setlist(name, list(values))
        return copied
