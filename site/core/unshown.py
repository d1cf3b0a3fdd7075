"""Pictures that a page holds and nobody may see, as portraits without consent.

Upper floors name them. They count as private wherever they stand: they are in no list and on no
page, and their files lie where the site asks who may have them (`core.files.places`).
"""

from collections.abc import Callable, Iterable

from django.utils import timezone

from .facts import fact

_sources: list[Callable[[], Iterable[int]]] = []


def register_unshown_pictures(source: Callable[[], Iterable[int]]) -> Callable[[], Iterable[int]]:
    """Register a function that returns keys of such pictures. Returns it, as a decorator."""
    _sources.append(source)
    return source


def unshown_pictures() -> frozenset[int]:
    """The keys of the pictures that nobody may see."""
    # What may be shown ends with a day, at which nothing is written.
    return fact(f"unshown pictures on {timezone.localdate()}", _find)


def _find() -> frozenset[int]:
    return frozenset(pk for source in _sources for pk in source())
