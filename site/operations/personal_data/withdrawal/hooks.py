"""Where the withdrawal is offered: in the editor of a profile and in the lists."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from pool.models import AdvisorPage

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


@hooks.register("before_delete_page")
def erase_before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Deleting the page alone would leave the portrait, translations and names in histories."""
    is_empty = page.specific_class is not AdvisorPage or not page.specific.last_name
    if is_empty or not may_withdraw(request.user, page):
        return None
    messages.warning(
        request,
        _(
            "To delete a page is not enough for a profile: its portrait and what histories say "
            "would stay. Delete everything here first; then the empty page can be deleted."
        ),
    )
    return redirect("operations_withdraw_consent", page.pk)


@hooks.register("register_admin_urls")
def address_of_withdrawing() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/withdraw-consent/",
            withdraw_consent,
            name="operations_withdraw_consent",
        )
    ]
