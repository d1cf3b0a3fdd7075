"""Which pages an answer shows, noted while it is made: an upper floor tells caches by it what to
forget when one of them changes (`delivery.upstream`).

Only pages that everybody may see are noted.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from wagtail.models import Page

from .visibility import is_visible_as_loaded


@dataclass
class Shown:
    """The keys of the pages that an answer shows. `is_all`: it hangs on nothing else but what
    stands around every page; otherwise on anything, as lists do."""

    pages: set[int] = field(default_factory=set)
    is_all: bool = False


_shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def collected() -> Iterator[Shown]:
    """Note what is shown inside."""
    shown = Shown()
    token = _shown.set(shown)
    try:
        yield shown
    finally:
        _shown.reset(token)


def note(pages: Iterable[Page | None]) -> None:
    """These pages are shown, as far as everybody may see them."""
    if (shown := _shown.get()) is not None:
        shown.pages.update(page.pk for page in pages if page and is_visible_as_loaded(page))


@contextmanager
def aside() -> Iterator[None]:
    """Note nothing of what is inside: it stands around every page alike."""
    token = _shown.set(None)
    try:
        yield
    finally:
        _shown.reset(token)


def note_all() -> None:
    """Whatever else the answer shows is noted, or part of every page."""
    if (shown := _shown.get()) is not None:
        shown.is_all = True
