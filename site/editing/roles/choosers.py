"""The chooser of pages says nothing about a page that it does not offer.

Wagtail asks `construct_page_chooser_queryset` for the pages in its lists only: by its key in the
address, the title of anybody's draft could be read.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet


def offered(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """What is published, to which everybody may link, and one's own: no drafts of others."""
    if user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


class BrowseView(chooser.BrowseView):
    """What lies below a page; begins at the top if that page is not offered."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        if parent_page_id is not None:
            place = offered(Page.objects.filter(pk=parent_page_id), request.user)
            if not place.exists():
                parent_page_id = None
        return super().get(request, parent_page_id)


class ChosenMultipleView(chooser.ChosenMultipleView):
    """The titles and addresses of the pages that were ticked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        ticked = [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
        found = offered(Page.objects.filter(pk__in=ticked), request.user)
        request.GET = request.GET.copy()
        request.GET.setlist("id", [str(pk) for pk in found.values_list("pk", flat=True)])
        return super().get(request)
