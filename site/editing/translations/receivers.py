"""What is written down when an original changes, so that nobody has to compare texts later.

Django's signals call this within the transaction of the change itself. wagtail-localize compares
nothing: it keeps a copy of the original (`TranslationSource`), which is renewed when an editor
asks for it, or when something else makes the facts of a translation follow its original.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from ..models import ChangedSentence, SourceChange, merged
from .progress import untranslated
from .sentences import Places, differences, sentences_in, sentences_of, texts


def source_of(instance: TranslatableMixin) -> TranslationSource | None:
    """wagtail-localize's copy of an original, if it was ever handed over for translation."""
    return TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id
    ).first()


def is_original(instance: Model) -> bool:
    """Whether this is a page or snippet in the language that the site is written in first."""
    return _is_content(instance) and instance.locale.language_code == settings.LANGUAGE_CODE


@receiver(pre_save)
def remember_text(
    instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Keep what an original said, until it is saved."""
    if raw or update_fields or instance._state.adding or not is_original(instance):
        return
    instance.text_before = _known_text(instance)


@receiver(post_save)
def record_change(
    instance: Model, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Note what a saved original says now; or that a translation has followed."""
    if raw or update_fields or not _is_content(instance):
        return
    if not is_original(instance):
        _follow(instance, created)
    elif (before := instance.__dict__.pop("text_before", None)) is not None:
        _compare(instance, before)


@receiver(pre_save, sender=TranslationSource)
def record_taking_over(instance: TranslationSource, raw: bool = False, **kwargs: Any) -> None:
    """The copy of an original is renewed: its translators are asked for the new sentences."""
    if raw or instance._state.adding:
        return
    try:
        original = instance.get_source_instance()
    except ObjectDoesNotExist:
        return
    before, after = sentences_in(instance), sentences_of(instance.as_instance())
    moved = differences(before, after)
    # A draft that is handed over says more than the original, and nothing of that is missing.
    is_draft = getattr(instance, "is_of_draft", False)
    pending = [] if is_draft else differences(after, sentences_of(original))
    changes = _changes_of(original)
    if not moved and not any(change.pending for change in changes.values()):
        return
    for locale in _languages_of_translations(original):
        change = changes.get(locale) or _new_change(original, locale, is_draft=is_draft)
        change.taken_over = merged(change.taken_over, moved)
        change.pending = pending
        if not pending and _all_translated(after, original, locale):
            change.taken_over = []  # as when a change was undone
        _store(change)


@receiver(post_delete)
def forget(instance: Model, **kwargs: Any) -> None:
    """Without the original, or without the translation, there is nothing to follow."""
    if not _is_content(instance):
        return
    changes = SourceChange.objects.filter(translation_key=instance.translation_key)
    if not is_original(instance):
        changes = changes.filter(locale_id=instance.locale_id)
    changes.delete()


def _is_content(instance: Model) -> bool:
    if isinstance(instance, Page):
        return True
    return isinstance(instance, TranslatableMixin) and type(instance) in get_snippet_models()


def _known_text(instance: Model) -> Places | None:
    """What translators know of an original; None if nobody translates it."""
    if type(instance) is Page:
        return None
    source = source_of(instance)
    if source is not None:
        return sentences_in(source)
    if not _languages_of_translations(instance):
        return None
    # Translated without wagtail-localize: what is said until now was translated.
    return sentences_of(type(instance)._base_manager.get(pk=instance.pk))


def _compare(original: Model, before: Places) -> None:
    after = sentences_of(original)
    found = differences(before, after)
    changes = _changes_of(original)
    if not found and not changes:
        return
    is_known_to_editor = source_of(original) is not None
    for locale in _languages_of_translations(original):
        change = changes.get(locale) or _new_change(original, locale)
        if found and not change.is_published and _draft_says(original, before):
            continue  # its draft was handed over; the page itself was saved as it is
        before_this = change.sentences
        # Against wagtail-localize's copy, each comparison is a whole one.
        change.pending = found if is_known_to_editor else merged(change.pending, found)
        if change.sentences != before_this:
            change.changed_by = _author(original)
        if not change.is_published and _is_published(original):
            change.is_published, change.since = True, timezone.now()
        _store(change)


def _draft_says(original: Model, places: Places) -> bool:
    if not isinstance(original, Page) or not original.has_unpublished_changes:
        return False
    return texts(sentences_of(original.get_latest_revision_as_object())) == texts(places)


def _follow(translation: Model, created: bool) -> None:
    if type(translation) is Page:
        return
    key, locale = translation.translation_key, translation.locale_id
    if created:
        _compare_with_copy(translation)
        return
    change = SourceChange.objects.filter(translation_key=key, locale_id=locale).first()
    if change is None:
        return
    in_editor = Translation.objects.filter(
        source__object_id=key, target_locale_id=locale, enabled=True
    ).first()
    if in_editor is None:
        change.delete()  # somebody wrote it by hand, and knows what the original says
    elif (
        change.is_taken_over
        and _is_published(translation)
        and not untranslated(in_editor.source, in_editor.target_locale_id).exists()
    ):
        change.delete()


def _compare_with_copy(translation: Model) -> None:
    """A new translation may start from a copy that was made long ago for another language."""
    original = (
        type(translation)
        ._base_manager.filter(
            translation_key=translation.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
        )
        .first()
    )
    source = source_of(original) if original else None
    if source and (found := differences(sentences_in(source), sentences_of(original))):
        _store(_new_change(original, translation.locale_id, found))


def _languages_of_translations(original: TranslatableMixin) -> list[int]:
    """The primary keys of the languages in which there is a translation."""
    model = original.get_translation_model()
    others = model._base_manager.filter(translation_key=original.translation_key)
    if issubclass(model, Page):
        others = others.filter(alias_of=None)
    return list(others.exclude(locale_id=original.locale_id).values_list("locale_id", flat=True))


def _all_translated(places: Places, original: TranslatableMixin, locale: int) -> bool:
    translated = set(
        StringTranslation.objects.filter(
            context__object_id=original.translation_key, locale_id=locale, has_error=False
        ).values_list("context__path", "translation_of__data")
    )
    return all(
        (path, sentence) in translated
        for path, place in places.items()
        for sentence in place.sentences
    )


def _changes_of(original: TranslatableMixin) -> dict[int, SourceChange]:
    changes = SourceChange.objects.filter(translation_key=original.translation_key)
    return {change.locale_id: change for change in changes}


def _new_change(
    original: Model,
    locale: int,
    pending: list[ChangedSentence] | None = None,
    *,
    is_draft: bool = False,
) -> SourceChange:
    return SourceChange(
        translation_key=original.translation_key,
        locale_id=locale,
        pending=pending or [],
        since=timezone.now(),
        changed_by=_author(original),
        is_published=_is_published(original) and not is_draft,
    )


def _store(change: SourceChange) -> None:
    if change.sentences:
        change.save()
    elif change.pk:
        change.delete()


def _is_published(instance: Model) -> bool:
    return getattr(instance, "live", True)


def _author(original: Model) -> Any:
    """Who wrote what readers see, or whoever is at work in the admin; None for a script."""
    revision = getattr(original, "live_revision", None) if _is_published(original) else None
    return (revision.user if revision else None) or get_active_log_context().user
