"""What a withdrawal will delete, for whoever is asked to confirm it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Comment, Page, WorkflowState

from pool.models import AdvisorConsent, AdvisorPage

from .media import Media, look_up
from .mentions import Mention, mentions
from .traces import Traces, collect


@dataclass
class Plan:
    """The pages of the profile, what goes with them, and what others have to look after."""

    pages: list[AdvisorPage]
    media: Media
    revisions: int
    comments: int
    workflows: int
    redirects: list[str]
    mentions: list[Mention]
    consent: AdvisorConsent | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the newest record is a withdrawal already."""
        return self.consent is not None and self.consent.withdrawn_on is not None


def plan(key: UUID, user: Any) -> Plan:
    """The plan for the profile with this translation key; of other pages those that a user may
    edit."""
    traces = collect(key)
    comments = Comment.objects.filter(page__in=traces.pks)
    return Plan(
        pages=traces.pages,
        media=look_up(traces),
        revisions=traces.revisions().count(),
        comments=comments.count(),
        workflows=_workflows(traces).count(),
        redirects=sorted(redirect.old_path for redirect in traces.redirects),
        mentions=[
            mention
            for mention in mentions(traces.pks, {page.last_name for page in traces.pages})
            if mention.page.permissions_for_user(user).can_edit()
        ],
        consent=AdvisorConsent.objects.filter(advisor__translation_key=key).first(),
    )


def _workflows(traces: Traces) -> QuerySet:
    base = Page._meta.label_lower.split(".")
    return WorkflowState.objects.filter(
        base_content_type__app_label=base[0],
        base_content_type__model=base[1],
        object_id__in=traces.keys,
    )
