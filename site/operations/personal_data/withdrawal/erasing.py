"""Erases a profile: fields, earlier versions and media; `records` has what others say of it."""

import secrets
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from pool.models import AdvisorPage
from pool.models.advisors import SLUG_ALPHABET

from .. import gone
from ..emptying import empty
from ..models import Erasure
from . import after, media, records
from .traces import KEPT, collect


def erase(key: UUID, by: Any = None) -> int:
    """Erase the profile with this translation key in all languages; how many pages it had.

    `by` is the user on whose word it happens, None if it is done again after a restore. Nothing
    happens halfway: the transaction erases all in the database, and what follows (files, caches,
    the tombstone in the record of changes) is noted in it. Doing it twice does no harm.
    """
    with transaction.atomic():
        list(AdvisorPage.objects.select_for_update(of=("self",)).filter(translation_key=key))
        traces = collect(key)
        if not traces.pages:
            return 0
        gone.remember(traces.addresses)
        found = media.look_up(traces)
        for page in traces.pages:
            _take_offline(page)
        traces.revisions().delete()
        for page in traces.pages:
            _make_shell(page)
        records.erase(traces)
        media.erase(found)
        Erasure.objects.create(kind=Erasure.Kind.ADVISOR, key=str(key), by=by)
        after.follow()
    return len(traces.pages)


def _take_offline(page: AdvisorPage) -> None:
    if page.live:
        page.unpublish()


def _make_shell(page: AdvisorPage) -> None:
    """Leave of a profile what says nothing of the person."""
    for relation in get_all_child_relations(AdvisorPage):
        rows = relation.related_model._base_manager.filter(**{relation.field.name: page.pk})
        for row in rows:
            row.delete()
    # Past `save`: Wagtail would make a redirect from the old address to the new one.
    slug = f"profil-{''.join(secrets.choice(SLUG_ALPHABET) for __ in range(6))}"
    parent = Page.objects.filter(pk=page.get_parent().pk).values_list("url_path", flat=True).get()
    Page.objects.filter(pk=page.pk).update(slug=slug, url_path=f"{parent}{slug}/")
    shell = AdvisorPage.objects.get(pk=page.pk)
    empty(shell, KEPT)
    with translation.override(shell.locale.language_code):
        shell.title = shell.draft_title = _("Withdrawn profile")
    shell.live = shell.locked = shell.has_unpublished_changes = False
    shell.save(clean=False)
