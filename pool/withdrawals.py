"""Withdrawals and deleted profiles in the ledger, and how they are done again after a restore."""

from django.dispatch import Signal
from django.utils import timezone

from core import ledger

from .models import AdvisorConsent, AdvisorPage

KIND = "consent-withdrawn"
DELETED = "profile-deleted"

# Sent in the transaction that records a withdrawal: `translation_key` of the profile, and the
# `consent` that says so. Whoever keeps something about the person erases it then.
consent_withdrawn = Signal()


@ledger.redoes(KIND)
def withdraw_again(entry: ledger.Entry) -> bool:
    """Record the withdrawal anew, from which all else follows.

    Not if the newest record is a withdrawal already, or was made after this one: then the person
    has agreed again.
    """
    consents = AdvisorConsent.objects.filter(advisor__translation_key__in=entry.keys).latest()
    newest = consents.filter(withdrawn_on=None, recorded_at__lte=entry.at).first()
    if newest is None:
        return False
    newest.pk = None
    newest._state.adding = True
    newest.withdrawn_on = timezone.localdate(entry.at)
    newest.save()
    return True


@ledger.redoes(DELETED, can_be_mistake=True)
def delete_again(entry: ledger.Entry) -> bool:
    """Delete the profile in all languages."""
    pages = list(AdvisorPage.objects.filter(translation_key__in=entry.keys))
    for page in pages:
        page.delete()
    return bool(pages)
