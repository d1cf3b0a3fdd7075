"""The end of consents: profiles go offline, and publishers are told in time."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pool.models import AdvisorConsent, AdvisorPage

from ..models import ConsentNotice
from .mails import send
from .runner import JobError

MENTIONED = (60, 7)  # days before the end
MAY_RECORD = "pool.add_advisorconsent"

logger = logging.getLogger(__name__)


def take_offline() -> str:
    """Take profiles offline that have no consent in force, in all languages.

    Nobody sees them anyway (`pool.signals`); afterwards they are not published either. Raises
    `JobError` if one could not be.
    """
    done, failed = 0, []
    pages = AdvisorPage.objects.live().without_consent()
    for pk in list(pages.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                page = pages.select_for_update().get(pk=pk)
                page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        except AdvisorPage.DoesNotExist:
            continue  # a consent was recorded, or somebody was faster
        except Exception:
            logger.exception("Schedule: profile %s could not be taken offline", pk)
            failed.append(str(pk))
        else:
            done += 1
    if failed:
        raise JobError(f"profiles not taken offline: {', '.join(failed)}")
    return f"{done} profiles taken offline"


def mention_ends() -> str:
    """Tell who records consents which end soon: once 60 and once 7 days before."""
    today = timezone.localdate()
    due = [
        (consent, days)
        for consent, days in _ending(today)
        if not ConsentNotice.objects.filter(consent=consent, days__lte=days).exists()
    ]
    if not due:
        return "0 consents mentioned"
    with transaction.atomic():
        for consent, days in due:
            ConsentNotice.objects.get_or_create(consent=consent, days=days)
        send(recipients(), "consents", {"consents": [_row(consent) for consent, __ in due]})
    return f"{len(due)} consents mentioned"


def _ending(today: Any) -> list[tuple[AdvisorConsent, int]]:
    """Consents in force of published profiles that end soon, with the threshold they are past."""
    last = today + timedelta(days=max(MENTIONED))
    published = AdvisorPage.objects.live().values("translation_key")
    consents = (
        AdvisorConsent.objects.in_force()
        .filter(valid_until__lte=last, advisor__translation_key__in=published)
        .select_related("advisor")
        .order_by("valid_until", "pk")
    )
    return [
        (consent, min(days for days in MENTIONED if (consent.valid_until - today).days <= days))
        for consent in consents
    ]


def _row(consent: AdvisorConsent) -> dict[str, Any]:
    path = reverse("wagtailadmin_pages:edit", args=[consent.advisor_id])
    return {
        "title": consent.advisor.get_admin_display_title(),
        "valid_until": consent.valid_until,
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
    }


def recipients() -> list[Any]:
    """Who may record consents; administrators only if there is nobody else."""
    users = get_user_model()._default_manager
    backend = "django.contrib.auth.backends.ModelBackend"
    people = users.with_perm(MAY_RECORD, include_superusers=False, backend=backend)
    found = list(people.exclude(email="").distinct())
    return found or list(users.filter(is_superuser=True, is_active=True).exclude(email=""))
