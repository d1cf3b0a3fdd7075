from uuid import UUID

from django.db.models import F, QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class NewsQuerySet(PageQuerySet):
    """News pages; combine with `core.visibility.visible` for what visitors may see."""

    def newest_first(self) -> "NewsQuerySet":
        """By date, items without one last; the later published first within a day."""
        return self.order_by(F("date").desc(nulls_last=True), "-first_published_at", "-pk")

    def of_year(self, year: int) -> "NewsQuerySet":
        return self.filter(date__year=year)

    def about(self, topic: UUID) -> "NewsQuerySet":
        """About a topic in any language, given by its translation key."""
        return self.filter(topic_links__topic__translation_key=topic)

    def years(self) -> QuerySet[int]:
        """The years in which there are items, newest first."""
        return (
            self.exclude(date=None).order_by("-date__year").values_list("date__year", flat=True)
        ).distinct()


NewsPageManager = PageManager.from_queryset(NewsQuerySet)
