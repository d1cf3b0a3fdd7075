"""Addresses of translations: made from the translated title once, and stable from then on.

wagtail-localize treats the address part as a sentence. When the German one changed, the English
page would take the new German one at its next publication; and a translation nobody gave an
address would have the German one for good.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import slugify
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import TabHelper

SLUG, TITLE = "slug", "title"
# The tool by which an address was made; the editor shows it beside the address.
FROM_TITLE = "Titel/Title"


def keep_address(segment: StringSegment) -> None:
    """When the address of a source has changed: its translations keep theirs."""
    for translation in segment.source.translations.select_related("source", "target_locale"):
        if _known(translation, segment) is None:
            former = _all_known(translation, segment.context).order_by("-updated_at", "-pk").first()
            target = _target(translation)
            if former:
                _store(translation, segment, former.data, former.tool_name)
            elif target and _is_settled(target):
                _store(translation, segment, target.slug)


def address_from_title(title: StringTranslation) -> None:
    """When a title was translated: the address follows until the page is published.

    Not when a person has given an address.
    """
    context = TranslationContext.objects.filter(
        object_id=title.context.object_id, path=SLUG
    ).first()
    if context is None or not (address := slugify(_plain(title.data))):
        return
    for translation in Translation.objects.filter(
        source__object_id=context.object_id, target_locale_id=title.locale_id
    ).select_related("source"):
        segment = translation.source.stringsegment_set.filter(context=context).first()
        target = _target(translation)
        if segment is None or target is None or _is_settled(target) or not _is_offered(target):
            continue
        known = _known(translation, segment)
        if known is None or _is_made(known):
            _store(translation, segment, address, FROM_TITLE)


def address_was_saved(translation: Translation) -> None:
    """When a translation was saved: what is stored as its address is the address that it got.

    Which may have a number at its end, because another page had it already. A type of page whose
    address no editor gives has the one of its source.
    """
    segment = translation.source.stringsegment_set.filter(context__path=SLUG).first()
    target = _target(translation)
    if segment is None or target is None:
        return
    known = _known(translation, segment)
    if known is None and not _is_offered(target):
        _store(translation, segment, target.slug)
    elif known is not None and not known.has_error and known.data != target.slug:
        _store(translation, segment, target.slug, known.tool_name)


def address_by_machine(address: StringTranslation) -> None:
    """A machine translates words, not addresses: it is made from the title, or will be."""
    title = (
        StringTranslation.objects.filter(
            context__object_id=address.context.object_id,
            context__path=TITLE,
            locale_id=address.locale_id,
        )
        .order_by("-updated_at", "-pk")
        .first()
    )
    if title is not None:
        address_from_title(title)


def _plain(text: str) -> str:
    try:
        return StringValue.from_translated_html(text).render_text()
    except ValueError:  # not fit for a page either
        return ""


def _all_known(translation: Translation, context: TranslationContext) -> Any:
    return StringTranslation.objects.filter(
        context=context, locale_id=translation.target_locale_id, has_error=False
    )


def _known(translation: Translation, segment: StringSegment) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
    ).first()


def _is_made(address: StringTranslation) -> bool:
    is_machine = address.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
    return is_machine or address.tool_name == FROM_TITLE


def _target(translation: Translation) -> Any:
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def _is_settled(target: Any) -> bool:
    """Whether somebody may have the address already."""
    return not isinstance(target, Page) or target.first_published_at is not None


def _is_offered(target: Any) -> bool:
    """Whether the form of this type asks for an address."""
    return SLUG in TabHelper(target).field_tab_mapping


def _store(
    translation: Translation, segment: StringSegment, address: str, tool_name: str = ""
) -> None:
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale_id=translation.target_locale_id,
        defaults={
            "data": address,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool_name,
            "has_error": False,
            "field_error": "",
        },
    )
