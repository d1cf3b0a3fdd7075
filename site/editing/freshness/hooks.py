from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from .confirming import LOG_ACTION, may_confirm
from .views import ConfirmBulkAction, confirm_page


class StillRightButton(PageMenuItem):
    label = _("Looked at, still right")
    icon_name = "circle-check"
    url_name = "editing_confirm_page"

    def is_shown(self, user: Any) -> bool:
        return may_confirm(user, self.page)


@hooks.register("register_page_header_buttons")
def offer_in_editor(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    yield StillRightButton(page=page, next_url=next_url, priority=64)


@hooks.register("register_page_listing_more_buttons")
def offer_in_lists(page: Page, user: Any, next_url: str | None = None) -> Iterator[PageMenuItem]:
    yield StillRightButton(page=page, next_url=next_url, priority=64)


@hooks.register("register_admin_urls")
def address_of_confirming() -> list[URLPattern]:
    return [path("pages/<int:page_id>/still-right/", confirm_page, name="editing_confirm_page")]


@hooks.register("register_log_actions")
def name_in_history(actions: Any) -> None:
    actions.register_action(LOG_ACTION, _("Still right"), _("Looked at, still right"))


hooks.register("register_bulk_action", ConfirmBulkAction)
