"""A new page in the real admin: a template is picked, and blocks with their previews."""

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from editing.page_templates.delivered import ensure_delivered
from news.models import NewsIndexPage, NewsPage

from .test_editing import sign_in

pytestmark = pytest.mark.browser


def test_an_editor_begins_with_a_template_and_adds_a_block_that_shows_what_it_is(
    browser_page: Page, news: NewsIndexPage, admin_user: User
) -> None:
    ensure_delivered()
    sign_in(browser_page, admin_user)

    browser_page.goto(f"/admin/pages/{news.pk}/add_subpage/")
    expect(browser_page.locator("main")).to_contain_text("Womit möchten Sie beginnen?")
    browser_page.get_by_role("link", name="Veranstaltungsbericht").click()

    expect(browser_page.locator("[name=teaser]")).to_have_value(
        "[[Wer traf sich wo, und was kam dabei heraus? Ein bis zwei Sätze.]]"
    )
    expect(browser_page.locator("[name=date]")).to_have_value("")
    body = browser_page.locator("[data-streamfield-stream-container]").first
    expect(body).to_contain_text("[[Wer hat wann und wohin eingeladen? Wer kam, und wie viele?]]")
    assert not NewsPage.objects.exists()

    browser_page.get_by_role("button", name="Einen Block einfügen").first.click()
    quote = browser_page.locator(".w-combobox__option-row", has_text="Zitat")
    quote.locator(".w-combobox__option-preview").click()
    preview = browser_page.frame_locator(".w-combobox-preview__iframe")
    expect(preview.locator("blockquote")).to_contain_text("Global denken")
    expect(browser_page.locator(".w-combobox-preview__details")).to_contain_text(
        "Ein Zitat mit Quelle."
    )
