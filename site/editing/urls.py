"""Addresses that stand before Wagtail's own below `admin/`; their names go on leading here."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .roles.page_types import PageTypesView

urlpatterns = [
    path("reports/page-types-usage/", require_admin_access(PageTypesView.as_view())),
    path(
        "reports/page-types-usage/results/",
        require_admin_access(PageTypesView.as_view(results_only=True)),
    ),
]
