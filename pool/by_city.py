"""The directory's profiles by city, as far as the consents let the city be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from django.db.models import Case, CharField, Count, F, IntegerField, Value, When

from core.names import collation_key
from core.teasers import Card

from .models.consent import AdvisorConsent, Scope
from .querysets import AdvisorQuerySet

if TYPE_CHECKING:
    from .models import AdvisorPage

NO_CITY = ""


@dataclass(frozen=True)
class CityGroup:
    """The cards of one city on one page of the list.

    `city` is "" for profiles that show none, whether or not they have one. `count` is the number
    of profiles on all pages; `is_continued` if the first of them stand on an earlier one.
    """

    city: str
    count: int
    is_continued: bool
    cards: list[Card]


class ProfilesByCity(Sequence["AdvisorPage"]):
    """The profiles of a queryset in the order of their public cities, those without one last.

    A sequence for a paginator: a slice takes one query, however many cities there are.
    """

    def __init__(self, advisors: AdvisorQuerySet) -> None:
        shown = AdvisorConsent.objects.in_force().allowing(Scope.CITY)
        keys = shown.values("advisor__translation_key")
        self._advisors = advisors.annotate(
            public_city=Case(
                When(translation_key__in=keys, then=F("city")),
                default=Value(NO_CITY),
                output_field=CharField(),
            )
        )
        rows = self._advisors.order_by().values_list("public_city")
        counts = dict(rows.annotate(number=Count("pk", distinct=True)))
        cities = sorted(counts, key=lambda city: (city == NO_CITY, collation_key(city)))
        self.counts: dict[str, int] = {city: counts[city] for city in cities}

    def __len__(self) -> int:
        return sum(self.counts.values())

    @overload
    def __getitem__(self, position: int) -> "AdvisorPage": ...
    @overload
    def __getitem__(self, position: slice) -> "list[AdvisorPage]": ...
    def __getitem__(self, position: "int | slice") -> "AdvisorPage | list[AdvisorPage]":
        if isinstance(position, slice):
            start, stop, __ = position.indices(len(self))
            return self._between(start, stop)
        return self._between(position, position + 1)[0]

    def _between(self, start: int, stop: int) -> "list[AdvisorPage]":
        """The profiles from one place in the order up to another: those of the cities in between,
        of which the first may have begun before."""
        cities: list[str] = []
        skipped = reached = 0
        for city, count in self.counts.items():
            if reached >= stop:
                break
            if reached + count <= start:
                skipped += count
            else:
                cities.append(city)
            reached += count
        if not cities:
            return []
        place = Case(
            *(When(public_city=city, then=Value(i)) for i, city in enumerate(cities)),
            default=Value(len(cities)),
            output_field=IntegerField(),
        )
        found = self._advisors.filter(public_city__in=cities).annotate(place_of_city=place)
        found = found.order_by("place_of_city", "title", "pk")
        return list(found[start - skipped : stop - skipped])

    def groups(self, cards: Iterable[Card], start: int) -> list[CityGroup]:
        """The cards of neighbouring profiles of this order, the first of which stands at `start`
        (0 is the first of all), by city."""
        by_city: dict[str, list[Card]] = {}
        for card in cards:
            by_city.setdefault(card.page.public.city, []).append(card)
        places = dict(zip(self.counts, accumulate(self.counts.values(), initial=0), strict=False))
        return [
            # A consent may have changed since the profiles were counted.
            CityGroup(
                city, self.counts.get(city, len(found)), places.get(city, start) < start, found
            )
            for city, found in by_city.items()
        ]
