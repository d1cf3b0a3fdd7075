"""Pictures that a page holds and nobody may see, as portraits without consent.

Upper floors name them. They count as private wherever they stand: they are in no list and on no
page, and their files lie where the site asks who may have them (`core.files.places`).
"""

from collections.abc import Callable, Collection, Iterable

from django.utils import timezone

from .facts import fact, is_worth_all

# Of all pictures (None), or of those with certain keys.
Source = Callable[[Collection[int] | None], Iterable[int]]
_sources: list[Source] = []


def register_unshown_pictures(source: Source) -> Source:
    """Register a function that returns keys of such pictures. Returns it, as a decorator."""
    _sources.append(source)
    return source


def unshown_pictures(among: Collection[int] | None = None) -> frozenset[int]:
    """The keys of the pictures that nobody may see.

    `among` are the keys that the caller asks about; of others the answer need not tell.
    """
    # What may be shown ends with a day, at which nothing is written.
    name = f"unshown pictures on {timezone.localdate()}"
    if among is not None and not is_worth_all(name):
        return _find(among)
    return fact(name, _find)


def _find(among: Collection[int] | None = None) -> frozenset[int]:
    return frozenset(pk for source in _sources for pk in source(among))
