"""Filters that say how many entries each of their values would leave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, QuerySet

from .filters import Choice, Filters

Entries = TypeVar("Entries")  # a queryset, or a list where the entries are in memory already


@dataclass(frozen=True)
class Facet(Generic[Entries]):
    """A filter's choice, what a value leaves of the entries, and how many have each value."""

    choice: Choice
    narrow: Callable[[Entries, str], Entries]
    tally: Callable[[Entries], Mapping[str, int]]


def narrowed(entries: Entries, facets: Sequence[Facet], filters: Filters) -> Entries:
    """What the chosen filters leave of the entries.

    Each choice learns the number of entries behind its values, under the other filters chosen.
    """
    for facet in facets:
        others = [other for other in facets if other is not facet]
        facet.choice.counts = facet.tally(_apply(entries, others, filters))
    return _apply(entries, facets, filters)


def tally(queryset: QuerySet, field: str) -> dict[str, int]:
    """How many entries have each value of a field, as {value: number}; empty values left out."""
    rows = queryset.order_by().values_list(field).annotate(number=Count("pk", distinct=True))
    return {str(value): number for value, number in rows if value not in ("", None)}


def _apply(entries: Entries, facets: Sequence[Facet], filters: Filters) -> Entries:
    for facet in facets:
        if value := filters[facet.choice.name]:
            entries = facet.narrow(entries, value)
    return entries
