"""What wagtail-localize keeps of an object: its sentences, also earlier ones, and translations."""

from uuid import UUID

from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)


def erase(translation_key: UUID) -> None:
    """Erase the translations of an object in all languages; sentences that others use stay."""
    of_object = {"context__object": translation_key}
    translations = StringTranslation.objects.filter(**of_object)
    sources = TranslationSource.objects.filter(object=translation_key)
    strings = {
        *translations.values_list("translation_of", flat=True),
        *StringSegment.objects.filter(source__in=sources).values_list("string", flat=True),
    }
    templates = set(
        TemplateSegment.objects.filter(source__in=sources).values_list("template", flat=True)
    )
    translations.delete()
    SegmentOverride.objects.filter(**of_object).delete()
    for source in sources:
        source.delete()
    TranslationContext.objects.filter(object=translation_key).delete()
    TranslatableObject.objects.filter(translation_key=translation_key).delete()
    used = StringSegment.objects.values("string")
    String.objects.filter(pk__in=strings).exclude(pk__in=used).delete()
    # Sentences that were changed before anybody translated them belong to nobody any more.
    String.objects.filter(translations=None).exclude(pk__in=used).delete()
    in_use = TemplateSegment.objects.values("template")
    Template.objects.filter(pk__in=templates).exclude(pk__in=in_use).delete()
    Template.objects.exclude(pk__in=in_use).delete()
