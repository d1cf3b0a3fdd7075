"""What becomes of the translations when a page is moved, taken offline or deleted.

Wagtail's confirmation pages say nothing of them, and nothing happens to them: the English page
stays where it was, public. Here they say so, and offer to do the same with each translation that
the person may treat so. Only downwards: a translation that is moved or deleted leaves its source
alone.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import TranslationSource

ALONG = "with_translations"
UNPUBLISH, DELETE, MOVE = "unpublish", "delete", "move"


@dataclass(frozen=True)
class Companion:
    """A translation, and why it cannot come along ("" if it can)."""

    page: Page
    obstacle: str = ""

    @property
    def language(self) -> str:
        return str(self.page.locale.get_display_name())


def companions(
    page: Page, action: str, user: Any, destination: Page | None = None
) -> list[Companion]:
    """The translations of a source page that an action concerns; none of a translation's.

    `destination` is the new parent, when the page is moved.
    """
    if _is_translation(page):
        return []
    translations = page.get_translations().filter(alias_of=None).select_related("locale")
    if action == UNPUBLISH:
        translations = translations.filter(live=True)
    return [
        Companion(translation, _obstacle(translation, action, user, destination))
        for translation in translations.specific()
    ]


def remember(
    request: HttpRequest, page: Page, action: str, destination: Page | None = None
) -> None:
    """Before the page itself: whom the form wants to be treated along."""
    wanted = request.method == "POST" and request.POST.get(ALONG)
    request.companions = companions(page, action, request.user, destination) if wanted else []


def treat_along(request: HttpRequest, action: str, destination: Page | None = None) -> None:
    """After the page itself: do the same with its translations, and say so."""
    for companion in getattr(request, "companions", []):
        title = companion.page.get_admin_display_title()
        if companion.obstacle:
            messages.warning(request, f"{title} ({companion.language}): {companion.obstacle}")
            continue
        _treat(companion.page, action, request, destination)
        messages.success(request, _DONE[action]() % {"title": title})


_DONE = {
    UNPUBLISH: lambda: _("The translation “%(title)s” was unpublished, too."),
    DELETE: lambda: _("The translation “%(title)s” was deleted, too."),
    MOVE: lambda: _("The translation “%(title)s” was moved, too."),
}


def _treat(page: Page, action: str, request: HttpRequest, destination: Page | None) -> None:
    if action == UNPUBLISH:
        below = bool(request.POST.get("include_descendants"))
        UnpublishPageAction(page, user=request.user, include_descendants=below).execute()
    elif action == DELETE:
        DeletePageAction(page, user=request.user).execute()
    else:
        target = destination.get_translation(page.locale)
        MovePageAction(page, target, pos="last-child", user=request.user).execute()


def _is_translation(page: Page) -> bool:
    sources = TranslationSource.objects.filter(object_id=page.translation_key)
    if sources.filter(locale_id=page.locale_id, translations__isnull=False).exists():
        return False
    if sources.filter(translations__target_locale_id=page.locale_id).exists():
        return True
    return page.locale.language_code != settings.LANGUAGE_CODE  # paired by hand


def _obstacle(page: Page, action: str, user: Any, destination: Page | None) -> str:
    permissions = page.permissions_for_user(user)
    if action == UNPUBLISH:
        return "" if permissions.can_unpublish() else _("You may not unpublish it.")
    if action == DELETE:
        if not permissions.can_delete():
            return _("You may not delete it.")
        usage = ReferenceIndex.get_references_to(page).group_by_source_object()
        return _("It is in use elsewhere.") if usage.is_protected else ""
    target = destination.get_translation_or_none(page.locale) if destination else None
    if target is None:
        return _("The new place has no translation yet.")
    if not permissions.can_move_to(target):
        return _("You may not move it there.")
    if not Page._slug_is_available(page.slug, target, page=page):
        return _("Another page there has the same address.")
    return ""
