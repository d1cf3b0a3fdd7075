"""Script off: what scripts add is a comfort, and nothing that a visitor needs is among it.

The map without its script is in test_map.py.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from wagtail.contrib.forms.models import FormSubmission

from home.models import HomePage
from news.models import NewsIndexPage
from tests import factories
from tests.trees import in_english, items, stream

pytestmark = [pytest.mark.browser, pytest.mark.rendering]


@pytest.fixture
def page(
    browser: Browser, live_server, home: HomePage, django_db_serialized_rollback: None
) -> Iterator[Page]:
    """A browser whose scripts are switched off."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="de-DE"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def news_items(news: NewsIndexPage) -> None:
    for title, slug, day in [
        ("Fachtagung in Bochum", "fachtagung", date(2018, 11, 7)),
        ("Werkstatt in Köln", "werkstatt", date(2016, 4, 15)),
    ]:
        factories.NewsPageFactory(parent=news, title=title, slug=slug, date=day)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_is_in_reach(page: Page, news_items: None, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/de/")
    link = page.locator(".main-menu").get_by_role("link", name="Aktuelles")
    button = page.locator(".masthead > .menu-button")

    if button.is_visible():
        expect(link).not_to_be_visible()
        button.click()
    link.click()

    expect(page).to_have_url(re.compile(r"/de/aktuelles/$"))


def test_the_other_language_is_in_reach(page: Page, english_home: HomePage) -> None:
    page.goto("/de/")

    page.locator(".language-switch").get_by_role("link", name="English").click()

    expect(page).to_have_url(re.compile(r"/en/$"))


def test_filters_are_applied_and_removed(page: Page, news_items: None) -> None:
    page.goto("/de/aktuelles/")
    page.get_by_label("Jahr", exact=True).select_option("2018")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.locator("main .news-item h2")).to_have_text(["Fachtagung in Bochum"])

    page.get_by_role("link", name=re.compile("Jahr: 2018")).click()
    expect(page.locator("main .news-item h2")).to_have_count(2)


def test_the_search_finds(page: Page, news_items: None) -> None:
    page.goto("/de/suche/")
    page.locator("#search-text").fill("Fachtagung")
    page.get_by_role("search").get_by_role("button").click()

    page.locator("main").get_by_role("link", name="Fachtagung in Bochum").click()

    expect(page).to_have_url(re.compile(r"/de/aktuelles/fachtagung/$"))


def test_an_answer_opens_under_its_question(page: Page, home: HomePage) -> None:
    entries = items({"question": "Was kostet die Beratung?", "answer": "<p>Nichts.</p>"})
    body = stream(("questions", {"title": "Fragen", "entries": entries}))
    factories.ContentPageFactory(parent=home, slug="fragen", body=body)
    page.goto("/de/fragen/")
    answer = page.get_by_text("Nichts.")
    expect(answer).not_to_be_visible()

    page.get_by_text("Was kostet die Beratung?").click()

    expect(answer).to_be_visible()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_message_is_sent_once_a_person_could_have_written_it(
    page: Page, home: HomePage, english_home: HomePage, settings, language: str
) -> None:
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": 2}
    contact = factories.ContactPageFactory(parent=home, slug="kontakt")
    factories.ContactFormFieldFactory(page=contact, label="Text", field_type="multiline")
    contact.save_revision().publish()
    english = in_english(contact, title="Contact", slug="contact")
    words = {
        "de": (contact.url, "Senden", "Das ging sehr schnell", "Ihre Nachricht ist abgeschickt"),
        "en": (english.url, "Send", "That was very fast", "Your message was sent"),
    }
    address, send, too_fast, thanks = words[language]

    page.goto(address)
    page.get_by_label("Text").fill("Guten Tag")
    page.get_by_role("button", name=send).click()
    expect(page.locator(".error-summary")).to_contain_text(too_fast)
    expect(page.get_by_label("Text")).to_have_value("Guten Tag")
    assert not FormSubmission.objects.exists()
    page.wait_for_timeout(3000)
    page.get_by_role("button", name=send).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(thanks)
    assert FormSubmission.objects.get().form_data["text"] == "Guten Tag"
