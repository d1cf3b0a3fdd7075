"""Which pages are whose, for what waits on the front page."""

from datetime import timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

A_YEAR = timedelta(days=365)


def may_edit_pages(user: Any) -> bool:
    return policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "change"})


def editable_pages(user: Any) -> QuerySet[Page]:
    """The pages that the user may edit; aliases show what is edited elsewhere."""
    policy = policy_registry.get_by_type(Page)
    pages = policy.instances_user_has_permission_for(user, "change")
    return pages.filter(depth__gt=1, alias_of=None)


def drafts_of(user: Any) -> QuerySet[Page]:
    """What the user has begun and not finished: drafts whose newest version is theirs, and
    pages of theirs that were never published.

    Not what waits for approval, nor what was taken offline and not edited since.
    """
    is_theirs = Q(latest_revision__user=user) | Q(owner=user, first_published_at=None)
    is_new = Q(first_published_at=None) | Q(latest_revision_created_at__gt=F("last_published_at"))
    submitted = WorkflowState.objects.filter(
        base_content_type_id=get_default_page_content_type().pk,
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    drafts = editable_pages(user).filter(is_theirs, is_new, has_unpublished_changes=True)
    return drafts.exclude(Exists(submitted))


def not_looked_at(user: Any) -> QuerySet[Page]:
    """Published pages that nobody has edited, published or found still right for a year."""
    limit = timezone.now() - A_YEAR
    return (
        editable_pages(user)
        .filter(live=True)
        .exclude(latest_revision_created_at__gte=limit)
        .exclude(last_published_at__gte=limit)
        .exclude(confirmation__confirmed_at__gte=limit)
    )
