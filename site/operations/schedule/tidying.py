"""Deleting what only histories need, after the days that the settings say, and telling of profiles
that nobody may see any more."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import ModelLogEntry, PageLogEntry

from pool.models import AdvisorPage, ConsentState

from ..personal_data.people import SIGN_IN_RECORDS
from . import consents
from .mails import send

SIGN_IN_TIME = "attempt_time"  # the field of all three kinds of records of django-axes


def delete_versions() -> str:
    """Delete old versions of pages; the newest, scheduled ones and those under review stay."""
    deleted, __ = purge_revisions(days=settings.REVISIONS_KEPT_DAYS)
    return f"{deleted} versions deleted"


def delete_history() -> str:
    """Delete old entries of the histories: who changed what."""
    old = timezone.now() - timedelta(days=settings.HISTORY_KEPT_DAYS)
    deleted = sum(
        rows.delete()[0]
        for rows in (
            PageLogEntry.objects.filter(timestamp__lt=old),
            ModelLogEntry.objects.filter(timestamp__lt=old),
            LogEntry.objects.filter(action_time__lt=old),
        )
    )
    return f"{deleted} entries of histories deleted"


def delete_sign_ins() -> str:
    """Delete old records of signing in, with user names and addresses."""
    if not apps.is_installed("axes"):
        return "nothing is recorded"
    old = timezone.now() - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    models = [apps.get_model("axes", name) for name in SIGN_IN_RECORDS]
    deleted = sum(
        model.objects.filter(**{f"{SIGN_IN_TIME}__lt": old}).delete()[0] for model in models
    )
    return f"{deleted} records of signing in deleted"


def delete_unsaved() -> str:
    """Delete what editors typed and never saved, and who edited what a while ago."""
    deleted, __ = FormState.objects.stale().delete()
    EditingSession.cleanup()
    return f"{deleted} unsaved forms deleted"


def mention_profiles_without_consent() -> str:
    """Tell who records consents of profiles that are kept though no consent is in force.

    Nothing is deleted by itself: a consent may be on its way. Drafts count from their last change.
    """
    found = profiles_without_consent()
    if found:
        rows = [_row(page) for page in found]
        send(consents.recipients(), "profiles_without_consent", {"profiles": rows})
    return f"{len(found)} profiles mentioned"


def profiles_without_consent() -> list[AdvisorPage]:
    """German profiles, or those without a German one, that had no consent in force for as many
    days as the setting says; withdrawn ones are empty already."""
    old = timezone.now() - timedelta(days=settings.PROFILES_WITHOUT_CONSENT_DAYS)
    pages = AdvisorPage.objects.with_consent_state().select_related("locale")
    ended = pages.filter(consent_state=ConsentState.ENDED, consent_until__lt=old.date())
    never = pages.filter(consent_state=ConsentState.MISSING, latest_revision_created_at__lt=old)
    found = sorted([*ended, *never], key=lambda page: page.locale.language_code)
    return list({page.translation_key: page for page in reversed(found)}.values())


def _row(page: AdvisorPage) -> dict[str, str]:
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {
        "title": page.get_admin_display_title(),
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
    }
