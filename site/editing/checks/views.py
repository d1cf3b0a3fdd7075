"""The list of what to better on a page: on a page of its own, and as a part of the editor."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from .drafts import report

PART = "editing/checks/problems.html"


def editable_page(request: HttpRequest, pk: int) -> Page:
    """The page, for somebody who may edit it. Raises `Http404` or `PermissionDenied`."""
    page = get_object_or_404(Page, pk=pk, depth__gt=1).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def problems_part(request: HttpRequest, pk: int) -> HttpResponse:
    """The list alone, which the editor fetches after each save."""
    page = editable_page(request, pk)
    return render(request, PART, {"report": report(page), "page": page, "editor": ""})


class ProblemsView(WagtailAdminTemplateMixin, TemplateView):
    """The list of one page, for those who do not have its editor open."""

    template_name = "editing/checks/page.html"
    page_title = gettext_lazy("Content check")
    header_icon = "glasses"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.page = editable_page(request, pk)
        return super().get(request)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailadmin_explore", args=[self.page.get_parent().pk]),
                "label": _("Pages"),
            },
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "report": report(self.page),
            "page": self.page,
            "editor": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        }
