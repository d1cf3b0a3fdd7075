"""Deleting what was promised to be kept for a time only (Art. 5 (1) (e) GDPR)."""

import logging
from datetime import timedelta
from importlib import import_module
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core import ledger
from editing.models import SpreadsheetUpload
from home.models import ContactPage

from ..mail.delivering import forget_old
from ..personal_data.files import delete_noted
from .runner import JobError

logger = logging.getLogger(__name__)


def delete_form_entries() -> str:
    """Delete entries of contact forms that are older than their page says.

    The page as it is published counts: a shorter time in a draft does not delete yet.
    """
    deleted, failed = 0, []
    for page in ContactPage.objects.order_by("pk"):
        old = timezone.now() - timedelta(days=page.retention_days)
        entries = page.get_submission_class().objects.filter(page=page, submit_time__lt=old)
        try:
            with ledger.silent():  # what comes back with a backup is deleted here again
                deleted += entries.delete()[0]
        except Exception:
            logger.exception("Schedule: entries of page %s could not be deleted", page.pk)
            failed.append(str(page.pk))
    if failed:
        raise JobError(f"entries not deleted of pages: {', '.join(failed)}")
    return f"{deleted} form entries deleted"


def delete_sessions() -> str:
    """Delete the sessions of people who have been signed out by time."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return "sessions deleted"


def delete_files() -> str:
    """Delete files of which the rows are gone. Raises `JobError` if the storage refuses some."""
    done, failed = delete_noted()
    if failed:
        raise JobError(f"{failed} files not deleted")
    return f"{done} files deleted"


def delete_uploads() -> str:
    """Delete spreadsheets that were uploaded for an import which nobody has confirmed."""
    deleted, __ = SpreadsheetUpload.objects.stale().delete()
    return f"{deleted} uploads deleted"


def delete_mails() -> str:
    """Delete mails that were sent or given up some time ago."""
    return f"{forget_old()} mails deleted"


def delete_deliveries() -> str:
    """Delete old deliveries of webhooks, finished tasks and drafts of previews."""
    said = StringIO()  # what a timer prints, it mails
    call_command("prune_deliveries", verbosity=0, stdout=said)
    return said.getvalue().strip()
