"""When translations follow: connected as the app starts, so that the worker follows too."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision, TranslatableMixin, get_translatable_models
from wagtail.signals import page_published
from wagtail_localize.models import StringSegment, StringTranslation, TranslationLog

from .following import follow_again, follow_source
from .slugs import (
    SLUG,
    TITLE,
    address_by_machine,
    address_from_title,
    address_was_saved,
    keep_address,
)


@receiver(page_published)
def follow_published_page(instance: Page, revision: Revision, **kwargs: Any) -> None:
    follow_source(instance, user=revision.user)
    follow_again(instance, user=revision.user)


def follow_saved_snippet(instance: TranslatableMixin, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        follow_source(instance)


for model in get_translatable_models():
    if not issubclass(model, Page):
        post_save.connect(follow_saved_snippet, sender=model)


@receiver(post_save, sender=StringSegment)
def keep_addresses(
    instance: StringSegment, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if not raw and created and instance.context.path == SLUG:
        keep_address(instance)


@receiver(post_save, sender=StringTranslation)
def make_address(instance: StringTranslation, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    path = instance.context.path if instance.context else ""
    if path == TITLE:
        address_from_title(instance)
    elif path == SLUG and instance.translation_type == instance.TRANSLATION_TYPE_MACHINE:
        address_by_machine(instance)


@receiver(post_save, sender=TranslationLog)
def note_address(instance: TranslationLog, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    for translation in instance.source.translations.filter(target_locale=instance.locale):
        address_was_saved(translation)
