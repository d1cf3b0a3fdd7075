from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

# Pages that were made live without publishing, as scripts do, count as the oldest.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PUBLISHED = Coalesce("first_published_at", Value(NEVER))


def _same_date(item: Any) -> Q:
    return Q(date=item.date) if item.date else Q(date__isnull=True)


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

    def newer_than(self, item: Any) -> "NewsQuerySet":
        """Items that stand before one in the list, the nearest first."""
        later_date = Q(date__gt=item.date) if item.date else Q(date__isnull=False)
        newer = self.annotate(published=PUBLISHED).filter(
            later_date | (_same_date(item) & _beside(item, "gt"))
        )
        return newer.order_by(F("date").asc(nulls_first=True), "published", "pk")

    def older_than(self, item: Any) -> "NewsQuerySet":
        """Items that stand after one in the list, the nearest first."""
        behind = _same_date(item) & _beside(item, "lt")
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


NewsPageManager = PageManager.from_queryset(NewsQuerySet)
