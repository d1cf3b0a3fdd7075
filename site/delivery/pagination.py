"""Which pages a list has, and how many in all; neither loads a page."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from wagtail.api.v2.pagination import WagtailPagination

from .rendered import number_of

# Parameters that say which part of a list is asked for, or what of each item.
_NOT_OF_THE_LIST = frozenset(
    ["limit", "offset", "order", "fields", "rich_text_format", "format", "_"]
)


class PublicPagination(WagtailPagination):
    """Wagtail's, for keys: the objects are loaded by whoever shows them.

    The number is counted once for a state of the site, and not at all where the end is in sight.
    """

    total_count: int

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[int]:
        """The keys of the part that is asked for."""
        if not isinstance(queryset, QuerySet):
            return list(super().paginate_queryset(queryset, request, view))
        uncounted = _Uncounted(queryset)
        pks = super().paginate_queryset(uncounted, request, view)
        start, limit = uncounted.start, uncounted.stop - uncounted.start
        if len(pks) < limit and (pks or not start):
            self.total_count = start + len(pks)
        else:
            kind = (view.site_key(), *_narrowed(request))
            self.total_count = number_of(kind, queryset.order_by().count)
        return pks


def _narrowed(request: Request) -> list[tuple[str, str]]:
    """What a list is narrowed by."""
    return sorted(item for item in request.GET.items() if item[0] not in _NOT_OF_THE_LIST)


class _Uncounted:
    """A queryset that Wagtail may ask for its number in vain."""

    start = stop = 0

    def __init__(self, queryset: QuerySet) -> None:
        self._queryset = queryset

    def count(self) -> None:
        return None

    def __getitem__(self, part: slice) -> list[int]:
        self.start, self.stop = part.start, part.stop
        return list(self._queryset.values_list("pk", flat=True)[part])
