"""A new page is there with all that belongs to it, or not at all."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.create import CreateView
from wagtail.models import Page

from .pages import GUARDED

ADDING = "wagtailadmin_pages:add"


def guard_creation(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Let `GuardedCreateView` answer what the form of a new page sends (`before_create_page`)."""
    is_form = request.resolver_match.view_name == ADDING
    if request.method != "POST" or not is_form or getattr(request, GUARDED, False):
        return None
    setattr(request, GUARDED, True)
    meta = page_class._meta
    return GuardedCreateView.as_view()(request, meta.app_label, meta.model_name, parent.pk)


class GuardedCreateView(CreateView):
    """Wagtail's, one new page below the same parent after the other: what it would store in steps
    is stored in one, and two editors do not get the same place in the tree."""

    def save_action(self) -> HttpResponse:
        return self._store(super().save_action)

    def publish_action(self) -> HttpResponse:
        return self._store(super().publish_action)

    def submit_action(self) -> HttpResponse:
        return self._store(super().submit_action)

    def _store(self, act: Callable[[], Any]) -> HttpResponse:
        with transaction.atomic():
            place = Page.objects.select_for_update().order_by().get(pk=self.parent_page.pk)
            for name in ("path", "depth", "numchild", "url_path"):  # as somebody may have left it
                setattr(self.parent_page, name, getattr(place, name))
            return act()
