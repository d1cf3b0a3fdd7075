"""Accounts, entries of forms and contact persons that somebody deletes stay deleted.

A backup that is restored would bring them back: the ledger says which to delete again. What the
schedule deletes by time it deletes again by itself, and is not written down.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model, ProtectedError
from django.db.models.signals import post_delete
from django.dispatch import receiver

from core import ledger

KIND = "deleted"
LASTING = frozenset({"core.ContactPerson", "core.User", "wagtailforms.FormSubmission"})


@receiver(post_delete)
def record_deletion(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Write the key into the ledger, with all others of the transaction."""
    if sender._meta.label in LASTING:
        ledger.record_on_commit(KIND, f"{sender._meta.label}:{instance.pk}")


@ledger.redoes(KIND, can_be_mistake=True)
def delete_again(entry: ledger.Entry) -> bool:
    """Delete what is there of the keys. Raises `LedgerError` if something needs it."""
    deleted = 0
    for key in entry.keys:
        label, __, pk = key.partition(":")
        if label not in LASTING:
            raise ledger.LedgerError(f"The ledger has an entry about {key}, which is not deleted.")
        try:
            deleted += apps.get_model(label)._base_manager.filter(pk=pk).delete()[0]
        except ProtectedError as error:
            raise ledger.LedgerError(f"{key} cannot be deleted again: it is in use.") from error
    return bool(deleted)
