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


class OfPages(Matter):
    """For everybody who may edit a page."""

    def is_for(self, user: Any) -> bool:
        return pages.may_edit_pages(user)


class Drafts(OfPages):
    name = "drafts"
    label = _("My drafts")
    icon = "edit"

    def find(self, user: Any) -> QuerySet:
        return pages.drafts_of(user)


class Reviews(Matter):
    name = "reviews"
    label = _("Waiting for my review")
    icon = "clipboard-list"

    def is_for(self, user: Any) -> bool:
        return True  # whom a workflow asks is said in its tasks

    def find(self, user: Any) -> QuerySet:
        return reviews.waiting_for_review(user)


class Outdated(Matter):
    name = "outdated"
    label = _("Outdated translations")
    icon = "globe"

    def is_for(self, user: Any) -> bool:
        return may_use_board(user)

    def find(self, user: Any) -> QuerySet:
        return outdated(user)

    def url(self) -> str:
        """The translation board, which also says which sentences changed."""
        return f"{reverse('editing_translations:board')}?state={State.OUTDATED.value}"


class Consents(OfPages):
    name = "consents"
    label = _("Consents that end within 60 days")
    icon = "calendar-alt"

    def find(self, user: Any) -> QuerySet:
        return duties.consents_ending_soon(user)


class NotLookedAt(OfPages):
    name = "not_looked_at"
    label = _("Pages not looked at for a year")
    icon = "history"

    def find(self, user: Any) -> QuerySet:
        return pages.not_looked_at(user)


class Pictures(Matter):
    name = "pictures"
    label = _("Pictures in use without alternative text or credit")
    icon = "image"

    def is_for(self, user: Any) -> bool:
        return media.may_edit_pictures(user) or pages.may_edit_pages(user)

    def find(self, user: Any) -> QuerySet:
        return media.incomplete_pictures(user)


class BrokenLinks(OfPages):
    name = "broken_links"
    label = _("Broken links")
    icon = "link"

    def find(self, user: Any) -> QuerySet:
        return editable(broken_links(), user)


class AccessibilityReviews(OfPages):
    name = "accessibility_reviews"
    label = _("Accessibility review due")
    icon = "glasses"

    def find(self, user: Any) -> QuerySet:
        return duties.statements_to_review(user)


DRAFTS = Drafts()
REVIEWS = Reviews()
CONSENTS = Consents()
NOT_LOOKED_AT = NotLookedAt()
PICTURES = Pictures()
BROKEN_LINKS = BrokenLinks()
ACCESSIBILITY_REVIEWS = AccessibilityReviews()

MATTERS: list[Matter] = [
    DRAFTS,
    REVIEWS,
    Outdated(),
    CONSENTS,
    NOT_LOOKED_AT,
    PICTURES,
    BROKEN_LINKS,
    ACCESSIBILITY_REVIEWS,
]
