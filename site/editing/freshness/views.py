"""“Looked at, still right”: for one page, and for several that are ticked in a list."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from .confirming import confirm, may_confirm


@require_http_methods(["GET", "POST"])
def confirm_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id)
    if not may_confirm(request.user, page):
        raise PermissionDenied
    next_url = get_valid_next_url_from_request(request)
    if request.method == "GET":
        context = {"page": page, "next": next_url}
        return render(request, "editing/freshness/confirm.html", context)
    confirm(page, request.user)
    messages.success(
        request,
        _("Thank you. That “%(title)s” is still right is noted in its history.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect(next_url or reverse("wagtailadmin_pages:edit", args=[page.pk]))


class ConfirmBulkAction(PageBulkAction):
    display_name = gettext_lazy("Still right")
    action_type = "confirm"
    aria_label = gettext_lazy("Say that the ticked pages are still right")
    template_name = "editing/freshness/confirm_several.html"
    action_priority = 5

    def check_perm(self, page: Page) -> bool:
        return may_confirm(self.request.user, page)

    @classmethod
    def execute_action(cls, objects: list[Page], user: Any = None, **kwargs: Any) -> Any:
        for page in objects:
            confirm(page, user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "Thank you. That %(number)s page is still right is noted in its history.",
            "Thank you. That %(number)s pages are still right is noted in their history.",
            num_parent_objects,
        ) % {"number": num_parent_objects}
