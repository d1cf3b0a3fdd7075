"""How a withdrawal begins: with a record, or without one where nobody ever consented."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from core import ledger
from pool.models import AdvisorConsent, AdvisorPage
from pool.withdrawals import consent_withdrawn

from ..models import Erasure
from .erasing import erase

ERASED = "profile-erased"  # of the ledger: of a profile that never had a consent


def withdraw(key: UUID, by: Any = None, on: date | None = None) -> None:
    """Record that an advisor withdraws, and erase the profile with this translation key.

    `by` is who records it, `on` the day (today). Raises `core.ledger.LedgerError` if it cannot be
    written down outside the database; then nothing has happened.
    """
    with transaction.atomic():
        newest = AdvisorConsent.objects.filter(advisor__translation_key=key).first()
        if newest is None:
            ledger.record(ERASED, key)
            erase(key, by)
        elif newest.withdrawn_on:
            erase(key, by)
        else:
            _record(newest, by, on or timezone.localdate())


def _record(newest: AdvisorConsent, by: Any, on: date) -> None:
    newest.pk = None
    newest._state.adding = True
    newest.withdrawn_on = max(on, newest.given_on)
    newest.recorded_by = by
    newest.save()


@receiver(consent_withdrawn)
def erase_with_record(translation_key: UUID, consent: AdvisorConsent, **kwargs: Any) -> None:
    """However a withdrawal is recorded, nothing of the profile remains."""
    erase(translation_key, consent.recorded_by)


@ledger.redoes(ERASED)
def erase_again(entry: ledger.Entry) -> bool:
    """Erase again after a restore what was erased without a consent; not if one was given since."""
    consented = AdvisorConsent.objects.filter(advisor__translation_key__in=entry.keys)
    if consented.filter(recorded_at__gt=entry.at).exists():
        return False
    return sum(erase(UUID(key)) for key in entry.keys) > 0


def erase_what_is_left() -> str:
    """Erase profiles whose withdrawal was recorded and that were not erased since then.

    That is so after a failure, and for withdrawals from before profiles were erased.
    """
    withdrawn = AdvisorConsent.objects.latest().exclude(withdrawn_on=None)
    done = 0
    for consent in withdrawn.select_related("advisor"):
        key = consent.advisor.translation_key
        erased = Erasure.objects.filter(
            kind=Erasure.Kind.ADVISOR, key=str(key), at__gte=consent.recorded_at
        )
        if not erased.exists() and AdvisorPage.objects.filter(translation_key=key).exists():
            erase(key, consent.recorded_by)
            done += 1
    return f"{done} withdrawn profiles erased"
