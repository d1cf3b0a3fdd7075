"""The English side: translations made through wagtail-localize, as an editor would make them.

Each German sentence that wagtail-localize extracts gets the English sentence that stands at the
same place of the same content built from the English texts.
"""

from collections import defaultdict
from typing import Any

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .data import DemoDataError, explain

# (path of the content, German sentence) → English sentence
Sentences = dict[tuple[str, str], str]


def translate(
    source: Model, german: Model, english: Model, locale: Locale, place: str, *, complete: bool
) -> Model:
    """Translate a stored page or snippet and save the translation; a page stays a draft.

    `german` and `english` are built from the data files, not saved, and have the same ids of
    blocks. `complete` says that every sentence must find its translation; otherwise (the source
    was edited since) those that do not are left to the editors. Returns the translation.
    Raises `DemoDataError` naming the place if the two do not fit together.
    """
    sentences = pair(german, english, place)
    translation_source, _ = TranslationSource.update_or_create_from_instance(source)
    translation, _ = Translation.objects.get_or_create(
        source=translation_source, target_locale=locale
    )
    _store(translation, sentences)
    total, translated = translation.get_progress()
    if complete and translated != total:
        raise DemoDataError(place, f"{total - translated} of {total} sentences lack a translation")
    try:
        # Publishing is left to the caller: wagtail-localize would do it only after the
        # transaction, where an error could no longer undo what was made.
        translation.save_target(publish=not isinstance(source, Page))
    except ValidationError as error:
        raise DemoDataError(place, f"in English: {explain(error)}") from error
    return translation.get_target_instance()


def is_complete(source: Model, locale: Locale) -> bool:
    """Whether every sentence of a translated object is translated without an error."""
    translation = Translation.objects.get(
        source__object_id=source.translation_key, target_locale=locale
    )
    total, translated = translation.get_progress()
    return total == translated


def pair(german: Model, english: Model, place: str) -> Sentences:
    """The sentences of two versions of the same content, matched by path and order.

    Raises `DemoDataError` if they differ in structure, in number, or in where links lead.
    """
    sources, source_templates = _segments(german)
    translations, templates = _segments(english)
    for path in source_templates.keys() | templates.keys():
        if source_templates.get(path) != templates.get(path):
            raise DemoDataError(f"{place} at {path}", "the languages differ in paragraphs or lists")
    sentences: Sentences = {}
    for path in sources.keys() | translations.keys():
        at = f"{place} at {path}"
        before, after = sources.get(path, []), translations.get(path, [])
        if len(before) != len(after):
            raise DemoDataError(at, f"{len(before)} sentences in German, {len(after)} in English")
        for one, other in zip(before, after, strict=True):
            text = _with_links_of(one, other, at)
            if sentences.setdefault((path, one.string.data), text) != text:
                raise DemoDataError(at, f"“{one.string.data}” has two translations")
    return sentences


def _segments(
    instance: Model,
) -> tuple[dict[str, list[StringSegmentValue]], dict[str, str]]:
    """The sentences and the structure of rich text, by path."""
    strings: dict[str, list[StringSegmentValue]] = defaultdict(list)
    templates: dict[str, str] = {}
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment)
        elif isinstance(segment, TemplateSegmentValue):
            templates[segment.path] = segment.template
    return strings, templates


def _with_links_of(source: StringSegmentValue, translation: StringSegmentValue, place: str) -> str:
    """The translated sentence; its links carry the numbers that they have in the source.

    wagtail-localize numbers links by their order, which may differ between two languages.
    """
    if source.attrs == translation.attrs:
        return translation.string.data
    numbers: dict[str, str] = {}
    free = dict(source.attrs or {})
    for number, attributes in (translation.attrs or {}).items():
        same = next((name for name, wanted in free.items() if wanted == attributes), None)
        if same is None:
            raise DemoDataError(place, f"the source has no link to {attributes}")
        numbers[number] = same
        del free[same]
    if free:
        raise DemoDataError(place, f"the translation has no link to {list(free.values())}")
    soup = BeautifulSoup(translation.string.data, "html.parser")
    for tag in soup.find_all(id=True):
        tag["id"] = numbers[tag["id"]]
    return str(soup)


def _store(translation: Translation, sentences: Sentences) -> None:
    """Store the English of all sentences that the source has, in one go."""
    found: dict[Any, StringTranslation] = {}
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments:
        text = sentences.get((segment.context.path, segment.string.data))
        if text is not None:
            found[segment.string_id, segment.context_id] = StringTranslation(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
    StringTranslation.objects.bulk_create(found.values(), ignore_conflicts=True)
