"""What follows from a consent that is recorded: expiry, withdrawal, search index."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision
from wagtail.search import index

from core import ledger
from core.search.signals import update_later
from core.visibility import register_hidden_branches
from delivery.changes.marks import mark_object, mark_page
from delivery.changes.receivers import watch

from . import withdrawals
from .models import AdvisorConsent, AdvisorPage, Consultation, Municipality, Scope, StatePage
from .profile import names_person

CHUNK = 500
# Public with any consent.
PUBLIC_TEXTS = ("title", "seo_title", "search_description")


@register_hidden_branches
def profiles_that_nobody_may_see() -> list[str]:
    """Published profiles without a consent in force, or with a name that it does not cover."""
    # By keys of a whole set: asked for each profile, databases take many times as long.
    named = AdvisorConsent.objects.in_force().allowing(Scope.NAME)
    profiles = AdvisorPage.objects.live().exclude(
        translation_key__in=named.order_by().values("advisor__translation_key")
    )
    unnamed = list(
        profiles.order_by().values_list(
            "path", "translation_key", "first_name", "last_name", *PUBLIC_TEXTS
        )
    )
    consented = _consented({key for __, key, *__ in unnamed})
    return [
        path
        for path, key, first_name, last_name, *texts in unnamed
        if key not in consented or any(names_person(text, first_name, last_name) for text in texts)
    ]


def _consented(keys: Collection[UUID]) -> set[UUID]:
    """Those of the profiles that have a consent in force."""
    rows, found = iter(keys), set()
    while chunk := list(islice(rows, CHUNK)):
        consents = AdvisorConsent.objects.in_force().filter(advisor__translation_key__in=chunk)
        found |= set(consents.values_list("advisor__translation_key", flat=True))
    return found


@receiver(post_save, sender=AdvisorConsent)
def apply_consent(
    instance: AdvisorConsent, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Set the expiry of the profile in all languages; take it offline if it was withdrawn."""
    if raw:  # what follows from it is stored already
        return
    key = instance.advisor.translation_key
    former = AdvisorConsent.objects.filter(advisor__translation_key=key).exclude(pk=instance.pk)
    former_ends = {consent.ends_at for consent in former}
    pages = list(AdvisorPage.objects.filter(translation_key=key))
    with transaction.atomic():
        if instance.withdrawn_on:
            ledger.record(withdrawals.KIND, key)
        for page in pages:
            if instance.withdrawn_on and page.live:
                page.unpublish()
            expire_at = _expiry(page.expire_at, former_ends, instance.ends_at)
            AdvisorPage.objects.filter(pk=page.pk).update(expire_at=expire_at)
            _update_latest_revision(page, former_ends, instance.ends_at)
            index.insert_or_update_object(AdvisorPage.objects.get(pk=page.pk))
            update_later([page.pk])
        if instance.withdrawn_on:
            withdrawals.consent_withdrawn.send(
                sender=AdvisorConsent, translation_key=key, consent=instance
            )


@receiver(post_delete, sender=AdvisorPage)
def record_deletion(instance: AdvisorPage, **kwargs: Any) -> None:
    """A profile that is deleted in all languages stays deleted after a restore."""
    if not AdvisorPage.objects.filter(translation_key=instance.translation_key).exists():
        ledger.record(withdrawals.DELETED, instance.translation_key)


def mark_profile(consent: AdvisorConsent) -> None:
    """A consent says what of a profile is public, in all its languages; and the portrait, which
    may be a picture of its own (`pool.portraits`)."""
    pages = AdvisorPage.objects.filter(translation_key=consent.advisor.translation_key)
    for page in pages.select_related("portrait"):
        mark_page(page.pk)
        if page.portrait:
            mark_object(page.portrait)


watch(AdvisorConsent, mark_profile)
watch(Municipality, mark_object)
watch(Consultation, mark_object)


@receiver([post_save, post_delete], sender=Consultation)
def find_municipality_on_state_pages(
    instance: Consultation, raw: bool = False, **kwargs: Any
) -> None:
    """The search finds a state's pages by the names of the municipalities that they list."""
    if raw:
        return
    states = StatePage.objects.filter(state=instance.municipality.state)
    update_later(list(states.values_list("pk", flat=True)))


def _expiry(
    current: datetime | None, former_ends: Collection[datetime | None], end: datetime | None
) -> datetime | None:
    """The end of the consent, or the earlier moment that an editor has set."""
    is_editors = current and current > timezone.now() and current not in former_ends
    return min(filter(None, (current if is_editors else None, end)), default=None)


def _update_latest_revision(
    page: AdvisorPage, former_ends: Collection[datetime | None], end: datetime | None
) -> None:
    # What is edited and published next is the revision, with the expiry that it was saved with.
    revision = page.latest_revision
    if revision is None:
        return
    current = revision.content.get("expire_at")
    expire_at = _expiry(parse_datetime(current) if current else None, former_ends, end)
    content = {**revision.content, "expire_at": expire_at}
    Revision.objects.filter(pk=revision.pk).update(content=content)
