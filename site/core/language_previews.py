"""Previews in the other language, beside the page's own: what its translation says now.

Draft included, for who may edit it; for everybody else what is published.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from wagtail.models import Page
from wagtail_localize.models import Translation

Mode = tuple[str, str | Promise]
PREFIX = "in-"


def preview_modes(page: Page, own: list[Mode]) -> list[Mode]:
    """The modes in the page's own language, the usual one by its name, and the other languages."""
    language = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    names = dict(settings.LANGUAGES)
    if len(own) == 1:
        own = [(own[0][0], names.get(language, language))]
    if page.pk is None:
        return own
    return [*own, *((PREFIX + code, name) for code, name in names.items() if code != language)]


def preview_in_other_language(page: Page, request: HttpRequest, mode: str) -> HttpResponse | None:
    """The translation that a mode stands for, as its own preview; None for the page's own modes."""
    names = {PREFIX + code: name for code, name in settings.LANGUAGES}
    if mode not in names:
        return None
    translation = _translation(page, mode.removeprefix(PREFIX), getattr(request, "user", None))
    if translation is None:
        return TemplateResponse(
            request, "core/no_translation.html", {"page": page, "language": names[mode]}
        )
    kept = ("in_preview_panel", "is_editing")
    return translation.make_preview_request(
        request,
        translation.default_preview_mode,
        {name: getattr(request, name) for name in kept if hasattr(request, name)},
    )


def _translation(page: Page, language: str, user: Any) -> Page | None:
    found = page.get_translations().filter(locale__language_code=language, alias_of=None).first()
    if found is None:
        return None
    if user is None or not found.permissions_for_user(user).can_edit():
        return found.specific if found.live else None
    in_work = Translation.objects.filter(
        source__object_id=page.translation_key,
        source__locale_id=page.locale_id,
        target_locale_id=found.locale_id,
        enabled=True,
    ).select_related("source", "target_locale")
    if translation := in_work.first():
        # Sentences that were translated since it was last saved, and German where there is none.
        return translation.source.get_ephemeral_translated_instance(
            translation.target_locale, fallback=True
        )
    return found.get_latest_revision_as_object()
