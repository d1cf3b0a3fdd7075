"""The report of page types, narrowed to the pages of who reads it.

Wagtail's counts all pages, and names the one that was edited last of each type: a draft of another
state, or the profile of somebody who has not agreed to be named yet.
"""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page


class PageTypesView(PageTypesUsageReportView):
    """Counts and names the pages that the user reaches in the explorer."""

    def get_queryset(self) -> QuerySet:
        types = super().get_queryset()
        own = self._pages()
        newest = own.filter(content_type=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        return types.annotate(
            count=Count("pages", filter=Q(pages__in=own.order_by().values("pk")), distinct=True),
            last_edited_page_id=Subquery(newest.values("pk")[:1]),
        )

    def _pages(self) -> QuerySet[Page]:
        pages = self.permission_policy.explorable_instances(self.request.user)
        chosen: dict[str, Any] = self.filters.form.cleaned_data
        if language := chosen.get("page_locale"):
            pages = pages.filter(locale__language_code=language)
        if site_path := chosen.get("site"):
            pages = pages.filter(path__startswith=site_path)
        return pages
