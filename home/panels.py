"""Beside the fields in the admin: the yearly review that an accessibility statement wants."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry


class ReviewDuePanel(Panel):
    """A note on top of the editor of a statement whose last review is over a year old."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/review_due_note.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.is_review_due

        def show_panel_furniture(self) -> bool:
            return False


class ReviewsDue(Component):
    """The statements whose review is due, on the admin's front page, for who may edit them."""

    name = "accessibility_reviews_due"
    template_name = "home/admin/reviews_due.html"
    order = 105  # above what Wagtail lists

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """`pages`: each statement once, in the language that it was written in.

        Its translations follow the date of the last review (a synchronised field), so that nobody
        could enter it there. They are listed once their original is up to date and they are not.
        """
        editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            parent_context["request"].user, "change"
        )
        statements = apps.get_model("home", "AccessibilityPage").objects.review_due()
        statements = statements.annotate(
            is_editable=Exists(editable.order_by().filter(pk=OuterRef("pk")))
        )
        due: dict[UUID, Page] = {}
        for page in statements.select_related("locale").order_by("pk"):
            due.setdefault(page.translation_key, page)
        return {"pages": [page for page in due.values() if page.is_editable]}
