"""What a machine wrote and nobody has looked at."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE
MANUAL = StringTranslation.TRANSLATION_TYPE_MANUAL


@dataclass(frozen=True)
class Unread:
    """A sentence of the source and what the machine made of it, as plain text."""

    source: str
    translation: str


def unread_strings(translation: Translation) -> QuerySet[StringTranslation]:
    """What of a translation was written by a machine and not looked at yet."""
    in_use = StringSegment.objects.filter(
        source_id=translation.source_id,
        string_id=OuterRef("translation_of_id"),
        context_id=OuterRef("context_id"),
    )
    return StringTranslation.objects.filter(
        Exists(in_use),
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
        translation_type=MACHINE,
    )


def unread(translation: Translation) -> list[Unread]:
    """The same in words. One query."""
    return [
        Unread(each.translation_of.as_value().render_text(), _plain(each.data))
        for each in unread_strings(translation).select_related("translation_of").order_by("pk")
    ]


def mark_as_read(translation: Translation, user: Any) -> int:
    """Somebody answers for all that the machine wrote. Returns how many sentences it were."""
    strings = list(unread_strings(translation))
    for string in strings:
        string.translation_type = MANUAL
        string.last_translated_by = user
        string.save(update_fields=["translation_type", "last_translated_by", "updated_at"])
    return len(strings)


def _plain(data: str) -> str:
    return StringValue(data).render_text()
