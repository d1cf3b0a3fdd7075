"""Addresses that stand before Wagtail's own below `admin/`; their names go on leading here."""

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .roles.choosers import BrowseView, ChosenMultipleView
from .roles.page_types import PageTypesView

urlpatterns = decorate_urlpatterns(
    [
        path("reports/page-types-usage/", PageTypesView.as_view()),
        path("reports/page-types-usage/results/", PageTypesView.as_view(results_only=True)),
        path("choose-page/<int:parent_page_id>/", BrowseView.as_view()),
        path("choose-page/chosen-multiple/", ChosenMultipleView.as_view()),
    ],
    require_admin_access,
)
