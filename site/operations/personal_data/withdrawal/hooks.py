"""Where the withdrawal is offered: in the editor of a profile and in the lists."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from .views import may_withdraw, withdraw_consent


class WithdrawButton(PageMenuItem):
    label = _("Withdraw consent and delete")
    icon_name = "bin"
    url_name = "operations_withdraw_consent"

    def is_shown(self, user: Any) -> bool:
        return may_withdraw(user, self.page)


@hooks.register("register_page_header_buttons")
def offer_in_editor(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    yield WithdrawButton(page=page, priority=67)


@hooks.register("register_page_listing_more_buttons")
def offer_in_lists(page: Page, user: Any, next_url: str | None = None) -> Iterator[PageMenuItem]:
    yield WithdrawButton(page=page, priority=67)


@hooks.register("register_admin_urls")
def address_of_withdrawing() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/withdraw-consent/",
            withdraw_consent,
            name="operations_withdraw_consent",
        )
    ]
