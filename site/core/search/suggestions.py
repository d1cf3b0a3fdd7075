"""Words of the site that are spelled like a word that was not found."""

import difflib
from collections.abc import Sequence

from django.db.models import Count

from ..models.search import SearchOccurrence, SearchTerm
from .matching import visible_entries
from .words import Word, spelling_key

MAX_SUGGESTIONS = 5
SIMILARITY = 0.75
_CANDIDATES_PER_WORD = 12


def similar_queries(query: str, missing: Sequence[Word], language: str) -> list[str]:
    """The query with a word that was not found replaced by a similar one that is, best first.

    Only words that stand in something that everybody may see are taken.
    """
    vocabulary = {spelling_key(word): (word, term) for word, term in _vocabulary(language)}
    candidates = {word: _similar(word, vocabulary) for word in missing}
    wanted = {term for found in candidates.values() for __, term in found}
    counts = dict(
        SearchOccurrence.objects.filter(
            term__language=language, term__term__in=wanted, entry__in=visible_entries(language)
        )
        .values("term__term")
        .annotate(entries=Count("pk"))
        .values_list("term__term", "entries")
    )
    replaced = [
        f"{query[: word.start]}{spelling}{query[word.end :]}"
        for word, found in candidates.items()
        for spelling, term in found
        if term in counts
    ]
    return list(dict.fromkeys(replaced))[:MAX_SUGGESTIONS]


def _vocabulary(language: str) -> list[tuple[str, str]]:
    return list(SearchTerm.objects.filter(language=language).values_list("word", "term"))


def _similar(word: Word, vocabulary: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(spelling, term) of words like this one, the most similar first."""
    key = spelling_key(word.text)
    pairs = _pairs(key)
    # Comparing letter by letter is slow; words without pairs of letters in common are not like it.
    pool = [
        other
        for other in vocabulary
        if abs(len(other) - len(key)) <= max(2, len(key) // 3) and pairs & _pairs(other)
    ]
    found = difflib.get_close_matches(key, pool, _CANDIDATES_PER_WORD, SIMILARITY)
    return [vocabulary[other] for other in found]


def _pairs(word: str) -> set[str]:
    return {word[i : i + 2] for i in range(len(word) - 1)}
