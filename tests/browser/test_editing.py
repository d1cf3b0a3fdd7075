"""An editor's day in the real admin: what is published there stands on the page and in the API."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from news.models import NewsIndexPage
from tests import factories

pytestmark = pytest.mark.browser


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill("password")
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def fill_date(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name={name}]").fill(value)
    # The calendar lies over the buttons until somebody clicks elsewhere.
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    page.get_by_role("textbox", name="Titel*").click()
    expect(calendar).to_have_count(0)


def publish(page: Page) -> None:
    button = page.locator("button[name=action-publish]")
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").click()
    button.click()
    page.wait_for_load_state()


def test_a_changed_news_item_is_live_on_the_page_and_in_the_api(
    browser_page: Page, news: NewsIndexPage, admin_user: User
) -> None:
    item = factories.NewsPageFactory(parent=news, slug="fachtagung", place="Bochum")
    sign_in(browser_page, admin_user)

    browser_page.goto(f"/admin/pages/{item.pk}/edit/")
    browser_page.get_by_role("textbox", name="Titel*").fill("Fachtagung in Bochum eröffnet")
    browser_page.get_by_role("textbox", name="Ort", exact=True).fill("Bochum")
    fill_date(browser_page, "date", "2018-11-07")
    publish(browser_page)
    expect(browser_page.locator(".messages .success")).to_contain_text("veröffentlicht")

    browser_page.goto(f"/de/{news.slug}/fachtagung/")
    expect(browser_page.get_by_role("heading", level=1)).to_have_text(
        "Fachtagung in Bochum eröffnet"
    )
    expect(browser_page.locator("main")).to_contain_text("Bochum, 7. November 2018")

    data = browser_page.request.get(f"/api/v2/pages/{item.pk}/").json()
    assert data["title"] == "Fachtagung in Bochum eröffnet"
    assert data["date"] == date(2018, 11, 7).isoformat()
    assert data["date_label"] == "7. November 2018"


def test_an_end_before_the_start_is_refused_at_the_field_and_nothing_typed_is_lost(
    browser_page: Page, news: NewsIndexPage, admin_user: User
) -> None:
    item = factories.NewsPageFactory(parent=news, slug="fachtagung")
    sign_in(browser_page, admin_user)

    browser_page.goto(f"/admin/pages/{item.pk}/edit/")
    browser_page.get_by_role("textbox", name="Titel*").fill("Ein neuer Titel")
    fill_date(browser_page, "date", "2018-11-07")
    fill_date(browser_page, "end_date", "2018-11-01")
    publish(browser_page)

    field = browser_page.locator(".w-field", has=browser_page.locator("input[name=end_date]"))
    expect(field).to_contain_text("Der letzte Tag liegt vor dem ersten Tag.")
    expect(browser_page.get_by_role("textbox", name="Titel*")).to_have_value("Ein neuer Titel")
    item.refresh_from_db()
    assert item.title != "Ein neuer Titel"
