"""From the board's row over one click to the translation, and both languages online at once."""

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from home.models import HomePage
from tests.browser.test_editing import sign_in
from tests.editing.translating import PAGE_WORDS, Desk, a_page
from tests.trees import reloaded

pytestmark = pytest.mark.browser


def test_a_translator_sees_what_changed_and_brings_it_online_with_the_original(
    browser_page: Page, home: HomePage, english_home: HomePage, admin_user: User
) -> None:
    desk = Desk(admin_user)
    project = a_page(home)
    translation = desk.start_translation(project)
    desk.translate(translation, PAGE_WORDS)
    desk.publish_translation(translation)
    desk.edit(project, lead="Worum es jetzt geht.")
    sign_in(browser_page, admin_user)

    browser_page.goto("/admin/translations/")
    row = browser_page.get_by_role("row").filter(has_text="Projekt").first
    expect(row).to_contain_text("Veraltet")
    row.locator("summary").click()
    expect(row.get_by_text("Worum es jetzt geht.")).to_be_visible()
    row.get_by_role("button", name="Übernehmen und übersetzen").click()
    expect(browser_page.locator(".messages")).to_contain_text("Die Änderungen sind übernommen.")

    desk.translate(translation, {"Worum es jetzt geht.": "What it is about now."})
    browser_page.goto(f"/admin/pages/{project.pk}/edit/")
    browser_page.locator("footer [data-w-dropdown-target=toggle]").click()
    browser_page.get_by_role("button", name="Deutsch und Englisch veröffentlichen").click()
    browser_page.locator("main").get_by_role(
        "button", name="Deutsch und Englisch veröffentlichen"
    ).click()
    expect(browser_page.locator(".messages")).to_contain_text("auf Deutsch und Englisch")

    english = reloaded(translation.get_target_instance())
    browser_page.goto(english.url.replace("https://www.example.org", ""))
    expect(browser_page.locator("main")).to_contain_text("What it is about now.")
