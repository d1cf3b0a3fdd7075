"""The translation board: what is to be done in the other languages, as a report of Wagtail's."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, F, IntegerField, OrderBy, QuerySet, Value, When
from django.db.models.functions import Cast, Lower
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from . import state
from .filters import BoardFilterSet, type_choices
from .rows import Row, rows_of

# What rows can be sorted by, besides the columns that say it themselves.
SORTED = ("type_order", "title_order")


def may_use_board(user: Any) -> bool:
    """Whether somebody edits pages or translates. Costs no query of its own."""
    policy = policy_registry.get_by_type(Page)
    return user.has_perm(state.SUBMIT) or policy.user_has_any_permission(user, {"add", "change"})


class TitleColumn(Column):
    cell_template_name = "editing/translations/title_cell.html"


class StateColumn(Column):
    cell_template_name = "editing/translations/state_cell.html"


class ChangeColumn(Column):
    cell_template_name = "editing/translations/change_cell.html"


class ActionColumn(Column):
    cell_template_name = "editing/translations/action_cell.html"


class TranslationBoardView(ReportView):
    """Every page and snippet that the user may edit or translate, once for each other language."""

    page_title = _("Translation board")
    header_icon = "wagtail-localize-language"
    index_url_name = "editing_translations:board"
    index_results_url_name = "editing_translations:board_results"
    filterset_class = BoardFilterSet
    is_searchable = True
    default_ordering = "rank"
    table_classname = "listing translation-board"
    model = Page
    verbose_name_plural = _("translations")
    columns = [
        TitleColumn("title", label=_("Title"), sort_key="title_order"),
        Column("type_name", label=_("Type"), sort_key="type_order"),
        Column("language", label=_("Language"), sort_key="language_id"),
        StateColumn("state", label=_("State of translation"), sort_key="rank"),
        ChangeColumn("since", label=_("Changed since"), sort_key="since"),
        DateColumn("source_published_at", label=_("Original"), sort_key="source_published_at"),
        DateColumn("target_published_at", label=_("Translation"), sort_key="target_published_at"),
        ActionColumn("action", label=_("Next step")),
    ]
    export_headings = {
        "title": _("Title"),
        "place_text": _("Place in the tree"),
        "type_name": _("Type"),
        "language": _("Language"),
        "state_text": _("State of translation"),
        "since": _("Original changed since"),
        "changed_by": _("Changed by"),
        "sentences_text": _("Changed sentences"),
        "source_published_at": _("Original published"),
        "target_published_at": _("Translation published"),
    }
    list_export = list(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_use_board(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return f"translations-{localdate().isoformat()}"

    def get_filtered_queryset(self) -> QuerySet:
        rows = state.combined(state.parts(self.request.user), self.narrow, SORTED)
        return rows.order_by(*self.orders())

    def narrow(self, part: QuerySet) -> QuerySet:
        part = self.filter_queryset(part)
        if self.is_searching:
            part = part.filter(row_title__icontains=self.search_query)
        positions = [
            When(type_id=int(pk), then=Value(position))
            for position, (pk, _label) in enumerate(type_choices())
        ]
        return part.annotate(
            type_order=Case(*positions, default=Value(-1), output_field=IntegerField()),
            title_order=Lower(Cast("row_title", CharField())),
        )

    def orders(self) -> list[OrderBy]:
        key = F(self.ordering.lstrip("-"))
        first = (
            key.desc(nulls_last=True) if self.ordering.startswith("-") else key.asc(nulls_last=True)
        )
        return [first, F("title_order").asc(), F("source_pk").asc(), F("language_id").asc()]

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple[Any, ...]:
        paginator, page, found, is_paginated = super().paginate_queryset(queryset, page_size)
        return paginator, page, rows_of(found, self.request.user), is_paginated

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Row]:
        if not self.is_export:
            return object_list  # has been turned into rows, with the page
        return rows_of(object_list, self.request.user)

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])

    def get_table(self, object_list: Iterable[Any]) -> Any:
        return super().get_table([] if self.is_export else object_list)
