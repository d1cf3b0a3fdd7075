"""The whole site without a mouse: every way that leads somewhere is walked, and the focus is seen
at each step."""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.contrib.forms.models import FormSubmission

from home.models import ContactPage, HomePage
from news.models import NewsIndexPage
from pool.models import StatePage
from tests import factories
from tests.browser.visitor import focus
from tests.trees import in_english

pytestmark = [pytest.mark.browser, pytest.mark.rendering]
FARTHEST = 60  # presses of the Tab key after which a target counts as out of reach


@dataclass(frozen=True)
class Keyboard:
    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, target: Locator) -> None:
        """Go on with the Tab key until the target has the focus; it is seen all the way."""
        expect(target).to_have_count(1)
        for _ in range(FARTHEST):
            self.press("Tab")
            state = focus(self.page)
            assert state is None or state.is_seen, state  # None: past the page's last element
            if has_focus(target):
                return
        pytest.fail(f"{target} cannot be reached by keyboard")

    def follow(self, target: Locator) -> None:
        self.tab_to(target)
        self.press("Enter")


def has_focus(target: Locator) -> bool:
    return target.evaluate("element => element === document.activeElement")


@pytest.fixture
def keyboard(browser_page: Page) -> Keyboard:
    browser_page.emulate_media(reduced_motion="reduce")
    return Keyboard(browser_page)


@pytest.fixture
def items(news: NewsIndexPage, english_home: HomePage) -> list:
    return [
        factories.NewsPageFactory(parent=news, title=title, slug=slug, date=day, state=state)
        for title, slug, day, state in [
            ("Fachtagung in Bochum", "fachtagung", date(2018, 11, 7), "NW"),
            ("Auftakt in Stuttgart", "auftakt", date(2018, 4, 2), "BW"),
            ("Werkstatt in Köln", "werkstatt", date(2016, 4, 15), "NW"),
        ]
    ]


@pytest.fixture
def state(home: HomePage) -> StatePage:
    page = factories.StatePageFactory(parent=home, state="NW", slug="nrw")
    for ags, name, latitude, longitude, kind in [
        ("05911000", "Bochum", "51.4818", "7.2162", "first"),
        ("05913000", "Dortmund", "51.5136", "7.4653", "assignment"),
    ]:
        municipality = factories.MunicipalityFactory(
            ags=ags,
            name=name,
            district_ags=ags[:5],
            district=name,
            state="NW",
            latitude=latitude,
            longitude=longitude,
        )
        factories.ConsultationFactory(municipality=municipality, kind=kind)
    return page


@pytest.fixture
def contact(home: HomePage, settings) -> ContactPage:
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": -1}  # a test types faster than people
    page = factories.ContactPageFactory(parent=home, slug="kontakt")
    for order, (label, kind, required) in enumerate(
        [("Ihr Name", "singleline", False), ("E-Mail", "email", True), ("Text", "multiline", True)]
    ):
        factories.ContactFormFieldFactory(
            page=page, label=label, field_type=kind, required=required, sort_order=order
        )
    return page


def test_the_skip_link_leads_past_the_menu_into_the_content(
    keyboard: Keyboard, items: list
) -> None:
    page = keyboard.page
    page.goto("/de/aktuelles/")

    keyboard.press("Tab")
    assert has_focus(page.locator(".skip-link"))
    assert focus(page).is_seen
    keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    keyboard.press("Tab")

    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_leads_to_a_page(keyboard: Keyboard, items: list) -> None:
    page = keyboard.page
    page.goto("/de/")

    keyboard.follow(page.locator(".main-menu").get_by_role("link", name="Aktuelles"))

    expect(page).to_have_url(re.compile(r"/de/aktuelles/$"))
    expect(page.locator(".main-menu [aria-current=page]")).to_have_text("Aktuelles")


def test_on_a_phone_the_menu_opens_and_closes_and_leads_to_a_page(
    keyboard: Keyboard, items: list
) -> None:
    page = keyboard.page
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/de/")
    button = page.locator(".masthead > .menu-button")
    menu = page.locator(".main-menu")
    expect(menu).not_to_be_visible()

    keyboard.follow(button)
    expect(menu).to_be_visible()
    keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    expect(button).to_be_focused()

    keyboard.press("Enter")
    keyboard.follow(menu.get_by_role("button", name="Schließen"))
    expect(menu).not_to_be_visible()
    expect(button).to_be_focused()

    keyboard.press("Enter")
    keyboard.follow(menu.get_by_role("link", name="Aktuelles"))
    expect(page).to_have_url(re.compile(r"/de/aktuelles/$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_the_language_switch_leads_to_the_same_page_in_english_and_back(
    keyboard: Keyboard, items: list, news: NewsIndexPage, width: int
) -> None:
    in_english(news, title="News", slug="news")
    page = keyboard.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/de/aktuelles/")

    keyboard.follow(page.locator(".language-switch").get_by_role("link", name="English"))
    expect(page).to_have_url(re.compile(r"/en/news/$"))
    keyboard.follow(page.locator(".language-switch").get_by_role("link", name="Deutsch"))

    expect(page).to_have_url(re.compile(r"/de/aktuelles/$"))


def test_filters_of_the_news_list_are_chosen_and_removed(keyboard: Keyboard, items: list) -> None:
    page = keyboard.page
    page.goto("/de/aktuelles/")
    titles = page.locator("main .news-item h2")
    expect(titles).to_have_count(3)

    keyboard.tab_to(page.get_by_label("Jahr", exact=True))
    keyboard.type("2018")
    keyboard.tab_to(page.get_by_label("Land"))
    keyboard.type("Nord")
    keyboard.follow(page.get_by_role("button", name="Filter anwenden"))

    expect(page).to_have_url(re.compile(r"year=2018"))
    expect(titles).to_have_text(["Fachtagung in Bochum"])
    keyboard.follow(page.get_by_role("link", name=re.compile("Jahr: 2018")))
    expect(titles).to_have_count(2)
    keyboard.follow(page.get_by_role("link", name="Alle Filter entfernen"))
    expect(titles).to_have_count(3)
    keyboard.follow(page.get_by_role("link", name="Werkstatt in Köln"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkstatt in Köln")


def test_the_search_finds_a_page_and_opens_it(keyboard: Keyboard, items: list) -> None:
    page = keyboard.page
    page.goto("/de/")

    keyboard.follow(page.locator(".main-menu").get_by_role("link", name="Suche"))
    keyboard.tab_to(page.locator("#search-text"))
    keyboard.type("Fachtagung")
    keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Fachtagung"))
    keyboard.follow(page.locator("main").get_by_role("link", name="Fachtagung in Bochum"))

    expect(page).to_have_url(re.compile(r"/de/aktuelles/fachtagung/$"))


def test_the_map_leads_to_a_municipality_and_comes_closer_and_goes_back(
    keyboard: Keyboard, state: StatePage
) -> None:
    page = keyboard.page
    page.goto("/de/nrw/")

    keyboard.follow(page.locator(".map").get_by_role("link", name=re.compile("Bochum")))
    expect(page).to_have_url(re.compile("#ags-05911000$"))
    expect(page.locator("#ags-05911000")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "ags-05911000"

    page.goto("/de/nrw/")
    keyboard.tab_to(page.get_by_label("Kreis"))
    keyboard.type("Dort")
    keyboard.follow(page.get_by_role("button", name="Filter anwenden"))
    expect(page.locator(".municipality")).to_have_count(1)
    svg = page.locator(".map svg")
    whole = svg.get_attribute("viewBox")
    button = page.get_by_role("button", name="Zum gewählten Kreis heranzoomen")
    keyboard.follow(button)
    expect(button).to_have_attribute("aria-pressed", "true")
    assert svg.get_attribute("viewBox") != whole
    keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert svg.get_attribute("viewBox") == whole


def test_a_wrong_message_leads_to_its_errors_and_a_right_one_is_thanked_for(
    keyboard: Keyboard, contact: ContactPage
) -> None:
    page = keyboard.page
    page.goto("/de/kontakt/")
    mail = page.get_by_label("E-Mail")

    keyboard.tab_to(page.get_by_label("Ihr Name"))
    keyboard.type("Erika Beispiel")
    keyboard.tab_to(mail)
    keyboard.type("keine Adresse")
    keyboard.follow(page.get_by_role("button", name="Senden"))

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert focus(page).is_seen
    expect(page).to_have_title(re.compile("^Fehler:"))
    expect(page.get_by_label("Ihr Name")).to_have_value("Erika Beispiel")
    keyboard.follow(summary.get_by_role("link", name=re.compile("^Text:")))
    expect(page.get_by_label("Text")).to_be_focused()
    assert focus(page).is_seen
    keyboard.type("Guten Tag")
    page.keyboard.press("Shift+Tab")
    expect(mail).to_be_focused()
    keyboard.type("erika@example.org")  # in place of what was selected by the step back
    keyboard.follow(page.get_by_role("button", name="Senden"))

    expect(page.get_by_role("heading", level=1)).to_have_text("Ihre Nachricht ist abgeschickt")
    stored = FormSubmission.objects.get().form_data
    assert (stored["e_mail"], stored["text"]) == ("erika@example.org", "Guten Tag")
