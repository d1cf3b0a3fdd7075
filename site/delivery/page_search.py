"""`search=` on lists of pages: with the words' stems, as the website searches (`core.search`)."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, overload

from django.conf import settings
from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page

from core.search.matching import Match, match, match_any
from core.search.query import MAX_WORDS, tidy
from core.search.words import words

CHUNK = 5000


class Ranked(Sequence[int]):
    """Keys of pages of a type in an order that the database does not know, for a paginator."""

    def __init__(self, model: type[Page], pks: Sequence[int]) -> None:
        self.model = model
        self._pks = pks

    def __len__(self) -> int:
        return len(self._pks)

    def count(self) -> int:
        """How many there are, as a queryset says it."""
        return len(self._pks)

    @overload
    def __getitem__(self, position: int) -> int: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[int]: ...
    def __getitem__(self, position: int | slice) -> int | Sequence[int]:
        return self._pks[position]


class PageSearchFilter(BaseFilterBackend):
    """The pages with all words of a text, or with `search_operator=or` with one of them.

    In the language that the list is narrowed to, else in all; best first unless `order` is given.
    Text of words that say nothing ("der", "and") finds nothing.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> Any:
        if "search" not in request.GET:
            return queryset
        ranking = _ranking(request)
        if request.GET.get("order"):
            if len(ranking) <= CHUNK:
                queryset = queryset.filter(pk__in=list(ranking))
            pks = [pk for pk in queryset.values_list("pk", flat=True) if pk in ranking]
            return Ranked(queryset.model, pks)
        # Those that were found, not all that the list has; a part at a time, as databases take it.
        pks = []
        rows = iter(ranking)
        while chunk := list(islice(rows, CHUNK)):
            found = set(queryset.filter(pk__in=chunk).order_by().values_list("pk", flat=True))
            pks += [pk for pk in chunk if pk in found]
        return Ranked(queryset.model, pks)


def _ranking(request: Request) -> dict[int, int]:
    """Primary key → place among all pages that are found."""
    asked = request.GET.get("locale") or request.GET.get("language")
    languages = [asked] if asked else [code for code, __ in settings.LANGUAGES]
    is_any = request.GET.get("search_operator") == "or"
    text = tidy(request.GET["search"])
    found = [entry for language in languages for entry in _found(text, language, is_any)]
    found.sort(key=lambda entry: (-entry.terms, -entry.score, -entry.entry_id))
    return {entry.page_id: place for place, entry in enumerate(found) if entry.page_id}


def _found(text: str, language: str, is_any: bool) -> list[Match]:
    terms = list(dict.fromkeys(word.term for word in words(text, language)))
    if len(terms) > MAX_WORDS:
        raise BadRequestError(f"search cannot have more than {MAX_WORDS} words")
    if is_any:
        return match_any(terms, language).entries
    matches = match(terms, language)
    return [] if matches.is_partial else matches.entries
