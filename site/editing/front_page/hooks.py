from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..links.views import BrokenLinksView
from ..pictures.views import PicturesView
from . import views
from .panel import panels_of

VIEWS: list[Any] = [
    views.DraftsView,
    views.ReviewsView,
    views.ConsentsView,
    views.NotLookedAtView,
    PicturesView,
    BrokenLinksView,
    views.AccessibilityReviewsView,
]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = panels_of(panels)


@hooks.register("register_admin_urls")
def lists_of_what_waits() -> list[URLPattern]:
    return [pattern for view in VIEWS for pattern in _patterns(view)]


def _patterns(view: Any) -> list[URLPattern]:
    name = view.matter.name
    address = f"reports/{name.replace('_', '-')}/"
    return [
        path(address, view.as_view(), name=f"editing_{name}"),
        path(f"{address}results/", view.as_view(results_only=True), name=f"editing_{name}_results"),
    ]


class ReportMenuItem(MenuItem):
    """A list in the reports menu, for whom it is made."""

    def __init__(self, view: Any, order: int) -> None:
        self.matter = view.matter
        super().__init__(
            self.matter.label,
            reverse(f"editing_{self.matter.name}"),
            name=self.matter.name,
            icon_name=self.matter.icon,
            order=order,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return self.matter.is_for(request.user)


@hooks.register("register_reports_menu_item")
def report_of_broken_links() -> MenuItem:
    return ReportMenuItem(BrokenLinksView, order=300)


@hooks.register("register_reports_menu_item")
def report_of_pictures() -> MenuItem:
    return ReportMenuItem(PicturesView, order=310)


@hooks.register("register_reports_menu_item")
def report_of_pages_not_looked_at() -> MenuItem:
    return ReportMenuItem(views.NotLookedAtView, order=320)
