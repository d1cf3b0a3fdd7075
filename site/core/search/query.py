"""The one way into the search: `search(query, language)`."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import overload

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ..facts import fact_of_many
from . import suggestions
from .kinds import all_kinds
from .matching import Matches, match
from .results import Result, load_results
from .words import Word, words

MAX_LENGTH = 200  # characters
MAX_WORDS = 12
MOST_REMEMBERED = 30  # searches, until something changes


class QueryRefused(ValueError):
    """A query that is not searched for; the message says why, in the active language."""


class Ranking:
    """What a search has found, best first, in a few bytes each: a common word stands everywhere,
    and the next pages of its results need not be looked for again."""

    def __init__(self, matches: Matches) -> None:
        self.is_partial = matches.is_partial
        self.found, self.marked = frozenset(matches.found), frozenset(matches.marked)
        self.counts = Counter(found.kind for found in matches.entries)
        self._kinds = list(self.counts)
        self._entries = array("q", (found.entry_id for found in matches.entries))
        self._kind_of = bytes(self._kinds.index(found.kind) for found in matches.entries)

    def of_kind(self, kind: str | None) -> Sequence[int]:
        """The keys of the entries of a kind, or of all."""
        if kind is None:
            return self._entries
        if kind not in self._kinds:
            return []
        number = self._kinds.index(kind)
        return [
            entry for entry, of in zip(self._entries, self._kind_of, strict=True) if of == number
        ]


def _ranking(terms: tuple[str, ...], language: str) -> Ranking:
    return fact_of_many(
        "searches",
        (terms, language, timezone.localdate()),
        lambda: Ranking(match(terms, language)),
        at_most=MOST_REMEMBERED,
    )


class SearchResults:
    """What was found, best first: a sequence of which only the part asked for is loaded.

    `counts` says how many results each kind has, by its name, whichever kind was asked for.
    `is_partial`: nothing has all words of the query; the results have some of them.
    """

    def __init__(self, query: str, language: str, kind: str | None) -> None:
        self.query = query
        self.language = language
        self.kind = kind
        by_term: dict[str, Word] = {}
        for word in words(query, language):
            by_term.setdefault(word.term, word)
        if len(by_term) > MAX_WORDS:
            raise QueryRefused(_("Please use at most %(count)s words.") % {"count": MAX_WORDS})
        ranking = _ranking(tuple(sorted(by_term)), language)
        self.is_partial = ranking.is_partial
        self.counts = ranking.counts
        self._marked = ranking.marked
        self._missing = [word for term, word in by_term.items() if term not in ranking.found]
        self._entries = ranking.of_kind(kind)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, position: int) -> Result: ...
    @overload
    def __getitem__(self, position: slice) -> list[Result]: ...
    def __getitem__(self, position: int | slice) -> Result | list[Result]:
        if isinstance(position, slice):
            return self._load(self._entries[position])
        return self._load([self._entries[position]])[0]

    def _load(self, entries: Iterable[int]) -> list[Result]:
        return load_results(list(entries), self._marked, self.language)

    @property
    def total(self) -> int:
        """How many results there are of all kinds together."""
        return sum(self.counts.values())

    @cached_property
    def suggestions(self) -> list[str]:
        """Similar queries that find something, for words that nothing was found for."""
        if not self._missing:
            return []
        return suggestions.similar_queries(self.query, self._missing, self.language)


def search(query: str, language: str, kind: str | None = None) -> SearchResults:
    """Search all public pages and documents of a language; `kind` narrows it (`kinds.Kind.name`).

    Any text is a query: there are no operators. An empty one, or one of words that say nothing
    ("der", "and"), finds nothing. Raises `QueryRefused` for a query that is too long, and
    `ValueError` for a language or a kind that does not exist.
    """
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"no such language: {language}")
    if kind is not None and kind not in {known.name for known in all_kinds()}:
        raise ValueError(f"no such kind: {kind}")
    if len(query) > MAX_LENGTH:
        raise QueryRefused(
            _("The search text is too long. Please use at most %(count)s characters.")
            % {"count": MAX_LENGTH}
        )
    return SearchResults(tidy(query), language, kind)


def tidy(query: str) -> str:
    """A query without control characters and superfluous spaces."""
    return " ".join("".join(char if char.isprintable() else " " for char in query).split())
