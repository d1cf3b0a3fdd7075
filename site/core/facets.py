"""Filters that say how many entries each of their values would leave."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language

from .facts import Fact, fact_of_many
from .filters import Choice, Filters

REMEMBERED = 2_000  # counts, and pages of lists, of all lists together

Entries = TypeVar("Entries")  # a queryset, or a list where the entries are in memory already


@dataclass(frozen=True)
class Facet(Generic[Entries]):
    """A filter's choice, what a value leaves of the entries, and how many have each value."""

    choice: Choice
    narrow: Callable[[Entries, str], Entries]
    tally: Callable[[Entries], Mapping[str, int]]


@dataclass(frozen=True)
class Counted:
    """The counts of a list, remembered under its name until something public changes.

    They take as long as the list is large, and most visitors ask for the same. What consents allow
    ends with a day, so that no day has the counts of another.
    """

    name: str

    def remembered(self, what: str, chosen: str, count: Callable[[], Fact]) -> Fact:
        """What is counted, under the filters that are chosen ("" for none)."""
        key = (self.name, get_language(), timezone.localdate(), what, chosen)
        return fact_of_many("counts", key, count, REMEMBERED)


def narrowed(
    entries: Entries, facets: Sequence[Facet], filters: Filters, counted: Counted | None = None
) -> Entries:
    """What the chosen filters leave of the entries.

    Each choice learns the number of entries behind its values, under the other filters chosen.
    """
    for facet in facets:
        others = [other for other in facets if other is not facet]
        facet.choice.counts = _tally(facet, others, entries, filters, counted)
    return _apply(entries, facets, filters)


def _tally(
    facet: Facet,
    others: Sequence[Facet],
    entries: Entries,
    filters: Filters,
    counted: Counted | None,
) -> Mapping[str, int]:
    def count() -> Mapping[str, int]:
        return facet.tally(_apply(entries, others, filters))

    if counted is None:
        return count()
    return counted.remembered(facet.choice.name, _chosen(others, filters), count)


def _chosen(facets: Sequence[Facet], filters: Filters) -> str:
    chosen = {facet.choice.name: filters[facet.choice.name] for facet in facets}
    return urlencode({name: value for name, value in chosen.items() if value})


def counted_entries(
    entries: QuerySet, facets: Sequence[Facet], filters: Filters, counted: Counted
) -> int:
    """How many entries the filters left, remembered."""
    return counted.remembered("", _chosen(facets, filters), entries.order_by().count)


class RememberedPages(Sequence[Any]):
    """Entries in their order, for a paginator: which stand on a page is remembered.

    For an order that no index gives: the whole list is sorted once, and not by each visitor.
    """

    def __init__(
        self, entries: QuerySet, facets: Sequence[Facet], filters: Filters, counted: Counted
    ) -> None:
        self._entries, self._counted = entries, counted
        self._chosen = _chosen(facets, filters)
        self._count = counted_entries(entries, facets, filters, counted)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, position: int) -> Any: ...
    @overload
    def __getitem__(self, position: slice) -> list[Any]: ...
    def __getitem__(self, position: int | slice) -> Any:
        if not isinstance(position, slice):
            return self[position : position + 1][0]
        keys = self._counted.remembered(
            f"{position.start}-{position.stop}",
            self._chosen,
            lambda: list(
                self._entries.prefetch_related(None).values_list("pk", flat=True)[position]
            ),
        )
        found = {entry.pk: entry for entry in self._entries.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def tally(queryset: QuerySet, field: str) -> dict[str, int]:
    """How many entries have each value of a field, as {value: number}; empty values left out."""
    rows = queryset.order_by().values_list(field).annotate(number=Count("pk", distinct=True))
    return {str(value): number for value, number in rows if value not in ("", None)}


def _apply(entries: Entries, facets: Sequence[Facet], filters: Filters) -> Entries:
    for facet in facets:
        if value := filters[facet.choice.name]:
            entries = facet.narrow(entries, value)
    return entries
