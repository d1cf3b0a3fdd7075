"""The lists behind the numbers of the front page: each shows exactly what is counted."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    PageTypeColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.listing import GenericPageFilterSet, IndexView
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_type_label

from core.columns import DayColumn

from . import matters
from .matter import Matter


class MatterMixin:
    """A list of what a matter finds for who looks at it."""

    matter: ClassVar[Matter]
    intro: ClassVar[Any] = ""
    no_results_message = _("Nothing at the moment: all done.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.matter.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def found(self) -> QuerySet:
        return self.matter.find(self.request.user)

    def get_page_title(self) -> Any:
        return self.matter.label

    @property
    def header_icon(self) -> str:
        return self.matter.icon

    def get_index_url(self) -> str:
        return self.matter.url()

    def get_index_results_url(self) -> str:
        return reverse(f"editing_{self.matter.name}_results")

    def get_filename(self) -> str:
        return f"{self.matter.name.replace('_', '-')}-{timezone.localdate():%Y-%m-%d}"


class PagesView(MatterMixin, IndexView):
    """Pages, with filters and actions for several at once."""

    template_name = "editing/reports/pages.html"
    any_permission_required = None
    default_ordering = "latest_revision_created_at"
    base_filterset_class = GenericPageFilterSet
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Parent")),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
        ),
        PageTypeColumn(
            "type",
            label=_("Type"),
            accessor="page_type_display_name",
            sort_key="content_type__model",
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]
    list_export = ["title", "content_type", "locale", "latest_revision_created_at", "full_url"]
    export_headings = {
        "content_type": _("Type"),
        "locale": _("Language"),
        "latest_revision_created_at": _("Updated"),
        "full_url": _("Address"),
    }
    custom_field_preprocess = {
        "content_type": {
            IndexView.FORMAT_CSV: get_content_type_label,
            IndexView.FORMAT_XLSX: get_content_type_label,
        }
    }

    def get_base_queryset(self) -> QuerySet:
        return self.annotate_queryset(self.found)


class DraftsView(PagesView):
    matter = matters.DRAFTS
    intro = _(
        "What you have begun and not yet submitted or published. Publish it, submit it, or delete "
        "it."
    )
    default_ordering = "-latest_revision_created_at"


class NotLookedAtView(PagesView):
    matter = matters.NOT_LOOKED_AT
    intro = _(
        "Published pages that nobody has edited for a year. Read each one: correct what is out of "
        "date, or say that it is still right. For several pages at once: tick them."
    )


class RowsView(MatterMixin, ReportView):
    """Rows of a table that are no pages of their own."""

    template_name = "editing/reports/rows.html"
    results_template_name = "editing/reports/rows_results.html"


def _edit_page(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


class ReviewsView(RowsView):
    matter = matters.REVIEWS
    intro = _(
        "What others have submitted and you may approve. Open it to read, approve or return it."
    )
    columns = [
        TitleColumn("object_title", label=_("Title"), get_url=lambda row: row.edit_url),
        Column("task", label=_("Step"), accessor="task.name"),
        Column("submitted_by", label=_("Submitted by")),
        DateColumn("started_at", label=_("Waiting since")),
    ]
    list_export = ["object_title", "task.name", "submitted_by", "started_at"]
    export_headings = {
        "object_title": _("Title"),
        "task.name": _("Step"),
        "submitted_by": _("Submitted by"),
        "started_at": _("Waiting since"),
    }

    def get_queryset(self) -> QuerySet:
        return self.found.select_related(
            "task", "workflow_state__requested_by", "revision"
        ).prefetch_related("workflow_state__content_object")

    def decorate_paginated_queryset(self, rows: Any) -> Any:
        finder = AdminURLFinder()
        for row in rows:
            state = row.workflow_state
            row.object_title = row.revision.object_str
            row.edit_url = finder.get_edit_url(state.content_object)
            user = state.requested_by
            row.submitted_by = user and (user.get_full_name() or user.get_username())
        return rows


class ConsentsView(RowsView):
    matter = matters.CONSENTS
    intro = _(
        "When a consent ends, the profile goes offline by itself. Ask for a new one in time, and "
        "record it."
    )
    columns = [
        TitleColumn(
            "advisor",
            label=_("Profile"),
            accessor="advisor.draft_title",
            get_url=lambda row: _edit_page(row.advisor_id),
        ),
        Column("state", label=_("State"), accessor="advisor.get_state_display"),
        DayColumn("valid_until", label=_("Consent valid until")),
        Column("days_left", label=_("Ends in")),
    ]
    list_export = ["advisor.draft_title", "advisor.get_state_display", "valid_until"]
    export_headings = {
        "advisor.draft_title": _("Profile"),
        "advisor.get_state_display": _("State"),
        "valid_until": _("Consent valid until"),
    }

    def get_queryset(self) -> QuerySet:
        return self.found.select_related("advisor")

    def decorate_paginated_queryset(self, rows: Any) -> Any:
        today = timezone.localdate()
        for row in rows:
            days = (row.valid_until - today).days
            row.days_left = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
        return rows


class AccessibilityReviewsView(RowsView):
    matter = matters.ACCESSIBILITY_REVIEWS
    intro = _(
        "The law asks for a review at least once a year (§ 7 (5) BITV 2.0). Check the site and the "
        "statement, enter the day of the review, and publish."
    )
    columns = [
        TitleColumn(
            "title",
            label=_("Statement"),
            accessor="get_admin_display_title",
            get_url=lambda row: _edit_page(row.pk),
        ),
        Column("locale", label=_("Language"), accessor="locale.get_display_name"),
        DayColumn("reviewed_on", label=_("Last reviewed on")),
    ]
    list_export = ["title", "locale", "reviewed_on"]

    def get_queryset(self) -> QuerySet:
        return self.found.select_related("locale")
