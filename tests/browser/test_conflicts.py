"""Somebody saves a page while another one writes in it: the form asks and keeps what was typed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from core.models import User
from home.models import ContentPage
from tests import factories
from tests.browser.test_editing import sign_in
from tests.people import person

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_asks_before_it_stores_over_the_newer_version(
    browser_page: Page, home, scheme
) -> None:
    page = factories.ContentPageFactory(parent=home, title="Über uns")
    page.save_revision().publish()
    erika: User = person("publishers", first_name="Erika", last_name="Erst")
    sign_in(browser_page, person("publishers", first_name="Zoe", last_name="Zweit"))
    browser_page.emulate_media(color_scheme=scheme)
    browser_page.goto(f"/admin/pages/{page.pk}/edit/")

    # While Zoe has it open, Erika saves.
    newer = ContentPage.objects.get(pk=page.pk)
    newer.title = "Von Erika"
    newer.save_revision(user=erika)
    browser_page.locator("#id_title").fill("Von Zoe")
    save(browser_page)

    conflict = browser_page.locator(".editing-conflict")
    expect(conflict).to_contain_text("Erika Erst hat diese Seite am")
    expect(browser_page.locator("#id_title")).to_have_value("Von Zoe")
    found = Axe().run(browser_page, context=".messages")
    assert found.violations_count == 0, found.generate_report()
    assert latest(page) == "Von Erika"

    conflict.get_by_label(re.compile("darüber speichern")).check()
    save(browser_page)
    expect(browser_page.locator(".messages")).to_contain_text("aktualisiert")
    assert latest(page) == "Von Zoe"


def save(page: Page) -> None:
    """Press the button, and go on where Wagtail asks first."""
    page.locator("footer button.action-save").first.click()
    go_on = page.locator("#w-save-confirmation-dialog [data-action='w-dialog#confirm']")
    page.wait_for_timeout(500)
    if go_on.is_visible():
        go_on.click()
    page.wait_for_load_state()


def latest(page: ContentPage) -> str:
    return ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object().title
