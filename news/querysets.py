from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, overload
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

# Pages that were made live without publishing, as scripts do, count as the oldest.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PUBLISHED = Coalesce("first_published_at", Value(NEVER))


# As a range, and not as "is not null": SQLite then reads the index on dates, and needs not sort.
DATED = Q(date__gte=date.min)

# The order within a day.
_FORWARD = ("published", "pk")
_BACKWARD = ("-published", "-pk")


def _beside(item: Any, lookup: str) -> Q:
    """Published before ("lt") or after ("gt") an item, or at the same moment and made so."""
    published = item.first_published_at or NEVER
    return Q(**{f"published__{lookup}": published}) | Q(
        published=published, **{f"pk__{lookup}": item.pk}
    )


class NewsQuerySet(PageQuerySet):
    """News pages; combine with `core.visibility.visible` for what visitors may see."""

    def newest_first(self) -> "NewsQuerySet":
        """By date, items without one last; the later published first within a day."""
        return self.order_by(F("date").desc(nulls_last=True), PUBLISHED.desc(), "-pk")

    def between(self, start: int, stop: int, dated: int | None = None) -> "list[Any]":
        """The items from one place in the list of the newest up to another.

        Items with a date and those without are asked for apart: only so an index on dates gives
        their order on every database, and no list is sorted as a whole. `dated` says how many have
        a date, where that is known; it must be unless `start` is 0.
        """
        found = list(self.filter(DATED).order_by("-date", PUBLISHED.desc(), "-pk")[start:stop])
        if start + len(found) == stop:
            return found
        before = len(found) if dated is None else dated
        undated = self.filter(date=None).order_by(PUBLISHED.desc(), "-pk")
        return [*found, *undated[max(0, start - before) : stop - before]]

    def newest(self, count: int) -> "list[Any]":
        """So many items, newest first."""
        return self.between(0, count)

    def newer_neighbour(self, item: Any) -> Any:
        """The item that stands right before one in the list of the newest, or None."""
        items = self.annotate(published=PUBLISHED)
        if item.date is None:
            beside = items.filter(_beside(item, "gt"), date=None).order_by("published", "pk")
            return beside.first() or items.filter(DATED).order_by("date", *_FORWARD).first()
        # The first condition says nothing new; it is the part of the index that is read.
        later = items.filter(Q(date__gte=item.date), Q(date__gt=item.date) | _beside(item, "gt"))
        return later.order_by("date", *_FORWARD).first()

    def older_neighbour(self, item: Any) -> Any:
        """The item that stands right after one in the list of the newest, or None."""
        items = self.annotate(published=PUBLISHED)
        undated = items.filter(date=None).order_by(*_BACKWARD)
        if item.date is None:
            return undated.filter(_beside(item, "lt")).first()
        earlier = items.filter(Q(date__lte=item.date), Q(date__lt=item.date) | _beside(item, "lt"))
        return earlier.order_by("-date", *_BACKWARD).first() or undated.first()

    def newer_than(self, item: Any) -> "NewsQuerySet":
        """Items that stand before one in the list, the nearest first (see `newer_neighbour`)."""
        later = Q(date__gt=item.date) if item.date else Q(date__isnull=False)
        within = Q(date=item.date) if item.date else Q(date__isnull=True)
        found = self.annotate(published=PUBLISHED).filter(later | (within & _beside(item, "gt")))
        return found.order_by(F("date").asc(nulls_first=True), *_FORWARD)

    def older_than(self, item: Any) -> "NewsQuerySet":
        """Items that stand after one in the list, the nearest first (see `older_neighbour`)."""
        within = Q(date=item.date) if item.date else Q(date__isnull=True)
        behind = within & _beside(item, "lt")
        if item.date:
            behind |= Q(date__lt=item.date) | Q(date__isnull=True)
        return self.annotate(published=PUBLISHED).filter(behind).newest_first()

    def of_year(self, year: int) -> "NewsQuerySet":
        return self.filter(date__year=year)

    def about(self, topic: UUID) -> "NewsQuerySet":
        """About a topic in any language, given by its translation key."""
        return self.about_any([topic])

    def about_any(self, topics: Iterable[UUID]) -> "NewsQuerySet":
        """About at least one of these topics; each item once."""
        found = self.model._base_manager.filter(topic_links__topic__translation_key__in=topics)
        return self.filter(pk__in=found.values("pk"))

    def years(self) -> QuerySet[int]:
        """The years in which there are items, newest first."""
        return (
            self.exclude(date=None).order_by("-date__year").values_list("date__year", flat=True)
        ).distinct()


class NewestFirst(Sequence[Any]):
    """Items of a queryset, newest first, for a paginator: a slice takes one query, or two."""

    def __init__(self, items: NewsQuerySet, count: int, dated: int) -> None:
        self._items, self._count, self._dated = items, count, dated

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, position: int) -> Any: ...
    @overload
    def __getitem__(self, position: slice) -> list[Any]: ...
    def __getitem__(self, position: int | slice) -> Any:
        if isinstance(position, slice):
            start, stop, __ = position.indices(self._count)
            return self._items.between(start, stop, self._dated)
        return self._items.between(position, position + 1, self._dated)[0]


NewsPageManager = PageManager.from_queryset(NewsQuerySet)
