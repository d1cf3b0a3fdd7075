"""What must follow from a restore, so that nothing old goes on and nothing erased comes back.

A restored system sends nothing by itself of what waited when the backup was made: mails and
webhooks may have gone out since, and a copy for an exercise must not reach anybody. Both can be
sent again in the admin. That everything may have changed
is told to those who ask for changes (410: start anew), not in a message for each page. What is
erased again is told as always.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession

from core import ledger
from core.ledger import Entry
from delivery.changes.clock import begin_new_epoch
from delivery.changes.settling import settle
from delivery.webhooks.models import WebhookDelivery, WebhookEndpoint

from ..models import QueuedMail, ScheduleLock

State = WebhookDelivery.State
Mail = QueuedMail.State
# An entry is written before its transaction ends: the snapshot may be of the moment between.
BEFORE = timedelta(minutes=15)
# What is derived, and can be derived again at any time.
REBUILDING = ("rebuild_references_index", "update_index")


class NotDoneAgainError(Exception):
    """Stands at tasks that waited when the backup was made, and are not done after a restore."""


@transaction.atomic
def set_aside() -> list[str]:
    """End sessions, tasks, mails and deliveries that were under way; sentences about them."""
    notes = []
    waiting = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    error = f"{NotDoneAgainError.__module__}.{NotDoneAgainError.__qualname__}"
    now = timezone.now()
    ended = {"status": TaskResultStatus.FAILED, "finished_at": now, "exception_class_path": error}
    if number := waiting.update(**ended):
        notes.append(
            f"{number} background tasks waited when the backup was made; they are not done again."
        )
    due = WebhookDelivery.objects.filter(state__in=[State.WAITING, State.SENDING])
    if number := due.update(state=State.GIVEN_UP, next_attempt_at=None, claimed_at=None):
        notes.append(
            f"{number} deliveries of webhooks waited; send them again in the admin if need be."
        )
    mails = QueuedMail.objects.filter(state__in=[Mail.WAITING, Mail.SENDING])
    if number := mails.update(state=Mail.GIVEN_UP, next_attempt_at=None, claimed_at=None):
        notes.append(f"{number} mails waited; send them again in the admin if need be.")
    WebhookEndpoint.objects.update(paused_until=None, wakes_at=None)
    ScheduleLock.objects.update(held_until=now, holder="")
    EditingSession.objects.all().delete()
    _end_sessions()
    return notes


def _end_sessions() -> None:
    """Everybody signs in again: a session that was ended since is none to go on with."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    if hasattr(store, "get_model_class"):  # else they are in a cache, which is cleared
        store.get_model_class().objects.all().delete()


@transaction.atomic
def begin_anew() -> None:
    """Clear the caches, and let consumers of the record of changes start anew."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    begin_new_epoch()
    active = list(WebhookEndpoint.objects.filter(is_active=True).values_list("pk", flat=True))
    WebhookEndpoint.objects.update(is_active=False)
    settle()
    WebhookEndpoint.objects.filter(pk__in=active).update(is_active=True)


def erase_again(entries: Iterable[Entry], taken_at: datetime, keep_deleted: bool) -> list[str]:
    """Erase what was withdrawn or deleted after the backup was made; sentences about it.

    Raises `LedgerError` for an entry that nobody knows how to do again.
    """
    later = [entry for entry in entries if entry.at >= taken_at - BEFORE]
    kept = [entry for entry in later if keep_deleted and ledger.can_be_mistake(entry.kind)]
    done = [f"{e.kind} {', '.join(e.keys)}" for e in later if e not in kept and ledger.redo(e)]
    notes = [
        f"{len(later)} entries of the ledger are newer than the backup; {len(done)} were done "
        f"again{': ' if done else ''}{'; '.join(done)}."
    ]
    if kept:
        notes.append(f"{len(kept)} deletions of the ledger were left out, as you asked for.")
    return notes


def rebuild() -> list[str]:
    """Derive what follows from the content; the commands that failed and must be run again."""
    undone = []
    for command in REBUILDING:
        try:
            call_command(command, verbosity=0, stdout=_Nowhere())
        except (CommandError, DatabaseError, OSError) as error:
            undone.append(f"{command} ({error})")
    return undone


class _Nowhere:
    def write(self, text: str) -> None:
        """Say nothing."""
