"""What the law asks for at certain times: consents in force, statements reviewed."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.permissions import policy_registry

from home.models import AccessibilityPage
from pool.models import AdvisorConsent, AdvisorPage


def consents_ending_soon(user: Any) -> QuerySet[AdvisorConsent]:
    """The newest consents of advisors that end within 60 days, today included, for who may edit the
    profile at which they were recorded."""
    pages = policy_registry.get_by_type(AdvisorPage).instances_user_has_permission_for(
        user, "change"
    )
    return (
        AdvisorConsent.objects.ending_soon()
        .filter(Exists(pages.order_by().filter(pk=OuterRef("advisor_id"))))
        .order_by("valid_until", "pk")
    )


def statements_to_review(user: Any) -> QuerySet[AccessibilityPage]:
    """The statements whose yearly review is due, each once, in the language it was written in.

    Its translations follow the date of the last review (a synchronised field), so that nobody could
    enter it there. They are listed once their original is up to date and they are not.
    """
    due = AccessibilityPage.objects.review_due()
    original = due.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    pages = policy_registry.get_by_type(AccessibilityPage).instances_user_has_permission_for(
        user, "change"
    )
    editable = pages.order_by().filter(pk=OuterRef("pk"))
    return due.filter(~Exists(original), Exists(editable)).order_by("reviewed_on", "pk")
