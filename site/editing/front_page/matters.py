"""All that waits on the admin's front page, in the order in which it is shown."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..links.permissions import editable
from ..links.targets import broken_links
from ..translations.board import may_use_board
from ..translations.state import State, outdated
from . import duties, media, pages, reviews
from .matter import Matter


def _whoever_a_workflow_asks(user: Any) -> bool:
    return True  # it is said in the tasks of the workflow


def _keeps_pictures_or_pages(user: Any) -> bool:
    return media.may_edit_pictures(user) or pages.may_edit_pages(user)


def _board_of_outdated() -> str:
    """The translation board, which also says which sentences changed."""
    return f"{reverse('editing_translations:board')}?state={State.OUTDATED.value}"


def _links_to_mend(user: Any) -> QuerySet:
    return editable(broken_links(), user)


DRAFTS = Matter("drafts", _("My drafts"), "edit", pages.may_edit_pages, pages.drafts_of)
REVIEWS = Matter(
    "reviews",
    _("Waiting for my review"),
    "clipboard-list",
    _whoever_a_workflow_asks,
    reviews.waiting_for_review,
)
OUTDATED = Matter(
    "outdated", _("Outdated translations"), "globe", may_use_board, outdated, _board_of_outdated
)
CONSENTS = Matter(
    "consents",
    _("Consents that end within 60 days"),
    "calendar-alt",
    pages.may_edit_pages,
    duties.consents_ending_soon,
)
NOT_LOOKED_AT = Matter(
    "not_looked_at",
    _("Pages not looked at for a year"),
    "history",
    pages.may_edit_pages,
    pages.not_looked_at,
)
PICTURES = Matter(
    "pictures",
    _("Pictures in use without alternative text or credit"),
    "image",
    _keeps_pictures_or_pages,
    media.incomplete_pictures,
)
BROKEN_LINKS = Matter(
    "broken_links", _("Broken links"), "link", pages.may_edit_pages, _links_to_mend
)
ACCESSIBILITY_REVIEWS = Matter(
    "accessibility_reviews",
    _("Accessibility review due"),
    "glasses",
    pages.may_edit_pages,
    duties.statements_to_review,
)

MATTERS = [
    DRAFTS,
    REVIEWS,
    OUTDATED,
    CONSENTS,
    NOT_LOOKED_AT,
    PICTURES,
    BROKEN_LINKS,
    ACCESSIBILITY_REVIEWS,
]
