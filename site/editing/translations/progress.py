"""How much of an original is translated, as wagtail-localize's own editor counts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource


@dataclass(frozen=True)
class Progress:
    total: int
    translated: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means that nothing is missing."""
        return 100 * self.translated // self.total if self.total else 100

    @property
    def missing(self) -> int:
        return self.total - self.translated

    def __str__(self) -> str:
        return _("%(done)d of %(total)d sentences (%(percent)d %%)") % {
            "done": self.translated,
            "total": self.total,
            "percent": self.percent,
        }


def with_translation(segments: QuerySet, locale: int) -> QuerySet:
    """Segments with `is_translated`: without an error, into the locale with this key."""
    translations = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=locale,
        has_error=False,
    )
    return segments.annotate(is_translated=Exists(translations))


def untranslated(source: TranslationSource, locale: int) -> QuerySet:
    """The sentences of a source that lack a translation."""
    segments = StringSegment.objects.filter(source=source)
    return with_translation(segments, locale).filter(is_translated=False)


def progress_of(keys: Iterable[UUID], source_locale: int, locale: int) -> dict[UUID, Progress]:
    """The progress of many originals, by translation key, in one query."""
    segments = StringSegment.objects.filter(
        source__object_id__in=list(keys), source__locale_id=source_locale
    )
    counted = (
        with_translation(segments, locale)
        .values("source__object_id")
        .order_by()
        .annotate(total=Count("pk"), translated=Count("pk", filter=Q(is_translated=True)))
        .values_list("source__object_id", "total", "translated")
    )
    return {key: Progress(total, translated) for key, total, translated in counted}
