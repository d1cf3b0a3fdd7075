"""Lists of one type of page in the admin: flat, of all such pages, and as children of their list.

`PageListView` and `ExplorerView` are given the same columns, filters and exports.
"""

from typing import Any

from django.db.models import F, QuerySet
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView

from .listings import SortedWhileSearching


def leading_columns(title: Any) -> list[Any]:
    """What every list of pages begins with: boxes to tick, and the title."""
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=title, sort_key="title", classname="title"),
    ]


def trailing_columns(status: Any, updated: Any) -> list[Any]:
    """What every list of pages ends with: published or not, and when it was changed."""
    return [
        PageStatusColumn("status", label=status, sort_key="live"),
        DateColumn(
            "latest_revision_created_at", label=updated, sort_key="latest_revision_created_at"
        ),
    ]


class SortedEmptyLast(SortedWhileSearching):
    """Mixin: empty days come last in both directions and on every database; while searching, only
    what the search index can sort by is offered."""

    sorted_empty_last: tuple[str, ...] = ()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        name = (self.ordering or "").removeprefix("-")
        if self.is_searching or name not in self.sorted_empty_last:
            return super().order_queryset(queryset)
        if self.ordering.startswith("-"):
            return queryset.order_by(F(name).desc(nulls_last=True), "-pk")
        return queryset.order_by(F(name).asc(nulls_last=True), "pk")


class PageListView(SortedEmptyLast, IndexView):
    """All pages of a type that the user may do something with."""

    template_name = "core/admin/page_list.html"


class ExplorerView(SortedEmptyLast, ExplorableIndexView):
    """The pages of a type below their list."""
