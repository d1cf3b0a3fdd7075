"""“Translate” and “Sync” in the rows of lists, for all rows at once.

wagtail-localize offers both in each row, and asks the database two or three times for each. Here
what is known about all pages, or all snippets of a kind, is read once for a request, and the
buttons lead where wagtail-localize's lead.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import TranslationSource

from ..translations.state import SUBMIT

CACHE = "_translation_buttons"  # on the user, who lives as long as the request
ICON = "wagtail-localize-language"


class Known:
    """What translations there are of a model's objects, in three queries."""

    def __init__(self, model: type[TranslatableMixin]) -> None:
        objects = model._base_manager.all()
        if model is Page:
            objects = objects.filter(alias_of=None)
        counted = objects.order_by().values("translation_key").annotate(n=Count("locale"))
        complete = counted.filter(n__gte=Locale.objects.count())
        self.complete: set[UUID] = set(complete.values_list("translation_key", flat=True))
        sources = TranslationSource.objects.filter(
            object__content_type=ContentType.objects.get_for_model(model),
            translations__enabled=True,
        ).values_list("object_id", "locale_id", "pk")
        self.sources = {(key, locale): pk for key, locale, pk in sources}


def known(user: Any, model: type[TranslatableMixin]) -> Known:
    """What is known, read once for each model."""
    if not hasattr(user, CACHE):
        setattr(user, CACHE, {})
    cache = getattr(user, CACHE)
    if model not in cache:
        cache[model] = Known(model)
    return cache[model]


def buttons_of_page(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if page.is_root() or not user.has_perm(SUBMIT):
        return
    if page.translation_key not in known(user, Page).complete:
        pk = page.alias_of_id or page.pk
        url = reverse("wagtail_localize:submit_page_translation", args=[pk])
        yield Button(_("Translate this page"), url, priority=60, icon_name=ICON)
    yield from _sync(page, user, Page, next_url, _("Sync translated pages"))


def buttons_of_snippet(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    model = type(snippet)
    if not issubclass(model, TranslatableMixin) or not user.has_perm(SUBMIT):
        return
    if snippet.translation_key not in known(user, model).complete:
        url = reverse(
            "wagtail_localize:submit_snippet_translation",
            args=[model._meta.app_label, model._meta.model_name, quote(snippet.pk)],
        )
        yield Button(_("Translate"), url, priority=100, icon_name=ICON)
    yield from _sync(snippet, user, model, next_url, _("Sync translated snippets"))


def _sync(
    original: Any,
    user: Any,
    model: type[TranslatableMixin],
    next_url: str | None,
    label: str,
) -> Iterator[Button]:
    source = known(user, model).sources.get((original.translation_key, original.locale_id))
    if source is None:
        return
    url = reverse("wagtail_localize:update_translations", args=[source])
    if next_url is not None:
        url = f"{url}?{urlencode({'next': next_url})}"
    yield Button(label, url, priority=106, icon_name="resubmit")


def replace(name: str, theirs: Any, ours: Any) -> None:
    """Register `ours` in place of `theirs`, which Wagtail's hooks can only take back this way."""
    hooks.register_temporarily(name, theirs).__exit__(None, None, None)
    hooks.register(name, ours)


def replace_buttons() -> None:
    """Put these buttons where wagtail-localize registers its own."""
    name = "register_page_listing_more_buttons"
    replace(name, localize.page_listing_more_buttons, buttons_of_page)
    name = "register_snippet_listing_buttons"
    replace(name, localize.register_snippet_listing_buttons, buttons_of_snippet)
