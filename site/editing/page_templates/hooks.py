"""What the templates register with Wagtail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.signals import init_new_page

from .defaults import fill_in_defaults
from .picking import fill_in_picked, offer_templates
from .views import PageTemplateViewSet, address_for, may_become_template


@hooks.register("register_admin_viewset")
def register_templates() -> PageTemplateViewSet:
    return PageTemplateViewSet()


@hooks.register("before_create_page")
def pick_a_template(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    return offer_templates(request, parent, page_class)


def begin(sender: Any, page: Page, parent: Page, **kwargs: Any) -> None:
    """A new page begins with what its author usually needs, then with the picked template."""
    fill_in_defaults(page, parent)
    fill_in_picked(page, parent)


init_new_page.connect(begin, dispatch_uid="begin a new page")


@hooks.register("register_page_header_buttons")
def save_as_template(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if may_become_template(page, user):
        yield Button(_("Save as template"), address_for(page), icon_name="copy", priority=75)
