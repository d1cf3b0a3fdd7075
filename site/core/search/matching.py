"""Which entries have the words of a query, and which of them first."""

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model

from ..models.search import SearchEntry, SearchOccurrence, SearchTerm
from ..references import visible_media
from ..visibility import visible_at

# A term also finds the compound words that begin with it ("Entwicklung": "Entwicklungspolitik")
# or end with it ("Politik"), if it is long enough to mean something there.
MIN_LENGTH_AT_BEGINNING = 4
MIN_LENGTH_AT_END = 5
EXACT, AT_BEGINNING, AT_END = 1.0, 0.4, 0.3
MAX_RELATED_TERMS = 60


@dataclass(frozen=True)
class Match:
    """An entry that was found; `page_id` is None if it is that of a document.

    The more of the query's terms an entry has (`terms`), the better; then the score counts.
    """

    entry_id: int
    kind: str
    page_id: int | None
    terms: int
    score: float


@dataclass
class Matches:
    """What was found for the terms of a query, best first.

    `is_partial`: no entry has all terms; these have some. `found` are the query's terms that
    some visible entry has, `marked` the terms to highlight.
    """

    entries: list[Match] = field(default_factory=list)
    is_partial: bool = False
    found: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)


def visible_entries(language: str) -> QuerySet[SearchEntry]:
    """The entries of a language whose page or document everybody may see now."""
    return SearchEntry.objects.filter(_is_public(language))


def _is_public(language: str, prefix: str = "") -> Q:
    """The condition for it; `prefix` leads to the entry from another model ("entry__").

    Through joins, so that databases begin with the words and not with all pages there are.
    """
    documents = visible_media(get_document_model().objects.filter(language=language))
    of_page = visible_at(f"{prefix}page__") & Q(
        **{f"{prefix}page__locale__language_code": language}
    )
    of_document = Q(**{f"{prefix}document__in": documents.order_by().values("pk")})
    return Q(of_page | of_document, **{f"{prefix}language": language})


def match(terms: Sequence[str], language: str) -> Matches:
    """The visible entries that have all the terms, else those that have some of them."""
    found = _Occurrences(terms, language)
    complete = [entry for entry, weights in found.weights.items() if len(weights) == len(terms)]
    return found.matches(complete or found.weights, is_partial=not complete)


def match_any(terms: Sequence[str], language: str) -> Matches:
    """The visible entries that have at least one of the terms, those with more of them first."""
    found = _Occurrences(terms, language)
    return found.matches(found.weights, is_partial=False)


class _Occurrences:
    """Where the terms of a query stand: entry → term → how much it says there."""

    def __init__(self, terms: Sequence[str], language: str) -> None:
        self._related = _related_terms(terms, language)
        occurrences = SearchOccurrence.objects.filter(
            _is_public(language, "entry__"), term__in=list(self._related)
        ).values_list("entry_id", "entry__kind", "entry__page_id", "term_id", "weight")

        self.weights: dict[int, dict[str, float]] = defaultdict(dict)
        self._entries: dict[int, tuple[str, int | None]] = {}
        self._entries_with: dict[str, set[int]] = defaultdict(set)
        for entry, kind, page, term_id, weight in occurrences:
            self._entries[entry] = kind, page
            of_entry = self.weights[entry]
            for term, factor in self._related[term_id].factors.items():
                of_entry[term] = max(of_entry.get(term, 0), weight * factor)
                self._entries_with[term].add(entry)

    def matches(self, entries: Collection[int], *, is_partial: bool) -> Matches:
        """These entries, best first."""
        rarity = {
            term: math.log1p(len(self.weights) / len(entries_with))
            for term, entries_with in self._entries_with.items()
        }
        scored = [
            Match(
                entry,
                *self._entries[entry],
                len(self.weights[entry]),
                sum(rarity[term] * weight for term, weight in self.weights[entry].items()),
            )
            for entry in entries
        ]
        scored.sort(key=lambda found: (-found.terms, -found.score, -found.entry_id))
        return Matches(
            entries=scored,
            is_partial=bool(scored) and is_partial,
            found=set(self._entries_with),
            marked={term.term for term in self._related.values()},
        )


@dataclass
class _Related:
    """A term of the vocabulary, and how well it stands for which of the query's terms."""

    term: str
    factors: dict[str, float]


def _related_terms(terms: Sequence[str], language: str) -> dict[int, _Related]:
    """By primary key: the query's terms and the terms of compound words with them."""
    condition = Q(term__in=terms)
    for term in terms:
        if len(term) >= MIN_LENGTH_AT_BEGINNING:
            condition |= Q(term__startswith=term)
        if len(term) >= MIN_LENGTH_AT_END:
            condition |= Q(term__endswith=term)
    vocabulary = SearchTerm.objects.filter(condition, language=language).values_list("pk", "term")
    related: dict[int, _Related] = {}
    count: dict[str, int] = defaultdict(int)
    # The shortest compounds say most about the word that was asked for.
    for pk, known in sorted(vocabulary, key=lambda row: (len(row[1]), row[1])):
        factors = {
            term: factor
            for term in terms
            if (factor := _factor(term, known)) and count[term] < MAX_RELATED_TERMS
        }
        for term in factors:
            count[term] += 1
        if factors:
            related[pk] = _Related(known, factors)
    return related


def _factor(term: str, known: str) -> float:
    """How well a term of the vocabulary stands for a term of the query; 0 if not at all."""
    if known == term:
        return EXACT
    if len(term) >= MIN_LENGTH_AT_BEGINNING and known.startswith(term):
        return AT_BEGINNING
    if len(term) >= MIN_LENGTH_AT_END and known.endswith(term):
        return AT_END
    return 0
