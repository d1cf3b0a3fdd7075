"""Where “Personal data” stands in the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from . import admin_views as views
from . import history


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return views.may_look_up(request.user)


class ExportButton(PageMenuItem):
    label = _("Hand out personal data")
    icon_name = "download"
    url_name = "operations_export_advisor"

    def is_shown(self, user: Any) -> bool:
        return views.may_export(user, self.page)


@hooks.register("register_page_header_buttons")
def offer_in_editor(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    yield ExportButton(page=page, priority=66)


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    address = reverse("operations_personal_data")
    return PersonalDataMenuItem(_("Personal data"), address, icon_name="user", order=900)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("personal-data/", views.personal_data, name="operations_personal_data"),
        path(
            "personal-data/advisor/<int:page_id>/",
            views.export_advisor,
            name="operations_export_advisor",
        ),
        path(
            "personal-data/account/<int:user_id>/",
            views.export_account,
            name="operations_export_account",
        ),
    ]


@hooks.register("register_log_actions")
def name_in_history(actions: Any) -> None:
    actions.register_action(history.HANDED_OUT)(history.HandedOutFormatter)
    actions.register_action(history.ERASED)(history.ErasedFormatter)
