"""Pages of a list, and how many items it has in all, in one query."""

from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from rest_framework.request import Request
from wagtail.api.v2.pagination import WagtailPagination


def with_total(queryset: QuerySet) -> QuerySet:
    """The objects with `total`, the number of all of them; the database counts once per query."""
    one_group = queryset.order_by().annotate(group=Value(1)).values("group")
    return queryset.annotate(total=Subquery(one_group.annotate(number=Count("*")).values("number")))


class PublicPagination(WagtailPagination):
    """Wagtail's, without a query of its own for the number."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        if not isinstance(queryset, QuerySet):
            return list(super().paginate_queryset(queryset, request, view))
        rows = super().paginate_queryset(_Uncounted(queryset), request, view)
        self.total_count = rows[0].total if rows else queryset.count()
        return rows


class _Uncounted:
    """A queryset that Wagtail may ask for its number in vain."""

    def __init__(self, queryset: QuerySet) -> None:
        self._queryset = queryset

    def count(self) -> None:
        return None

    def __getitem__(self, part: slice) -> list[Any]:
        return list(with_total(self._queryset)[part])
