"""Lists of snippets in the admin: searchable, sortable, and with the number of places of use."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex
from wagtail.search.index import FilterField
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


class UsageColumn(Column):
    """In how many places an object is used, with a link that names them (`with_usage`)."""

    cell_template_name = "core/admin/usage_cell.html"

    def __init__(self) -> None:
        super().__init__("usage_count", label=_("Used"), sort_key="usage_count")

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        name = instance.snippet_viewset.get_url_name("usage")
        return {
            **super().get_cell_context_data(instance, parent_context),
            "usage_url": reverse(name, args=[quote(instance.pk)]),
        }


def with_usage(queryset: QuerySet) -> QuerySet:
    """Objects with `usage_count`: how many pages, snippets and settings name them."""
    count = ReferenceIndex.usage_count_subquery(queryset.model)
    return queryset.annotate(usage_count=count)


class SortedWhileSearching:
    """Mixin: a list is searched and sorted at once as far as the search index can sort."""

    def get_valid_orderings(self) -> list[str]:
        orderings = super().get_valid_orderings()
        if not self.is_searching:
            return orderings
        sortable = {
            field.field_name
            for field in self.model.get_search_fields()
            if isinstance(field, FilterField)
        }
        return [ordering for ordering in orderings if ordering.removeprefix("-") in sortable]


class SearchableIndexView(SortedWhileSearching, IndexView):
    """A list of snippets that can be searched and sorted at once."""


class UsedSnippetViewSet(SnippetViewSet):
    """A kind of snippet whose list says where each is used."""

    index_view_class = SearchableIndexView

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_usage(self.model._default_manager.all())
