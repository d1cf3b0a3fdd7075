"""Every page type in both languages, as visitors with different needs and devices meet it."""

from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.browser.visitor import Visit, addresses, focus, open_visit
from tests.demo import demo_database

__all__ = ["demo_database", "open_visit"]

pytestmark = [pytest.mark.browser, pytest.mark.rendering]
LANGUAGES = ("de", "en")
AXE = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}


@pytest.fixture
def db(demo_database: Path) -> None:
    """The demo content; these tests only read."""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    db: None, open_visit: Callable[..., Visit], language: str, width: int
) -> None:
    visit = open_visit(width)
    found = {}
    for address in addresses(language):
        visit.goto(address)
        for scheme in ("light", "dark"):
            visit.page.emulate_media(color_scheme=scheme)
            violations = Axe().run(visit.page, options=AXE).response["violations"]
            if violations:
                found[address, scheme] = [
                    (violation["id"], [node["target"] for node in violation["nodes"]])
                    for violation in violations
                ]
    assert found == {}


@pytest.mark.parametrize("zoom", ["100%", "200%"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_scrolls_sideways(
    db: None, open_visit: Callable[..., Visit], language: str, zoom: str
) -> None:
    visit = open_visit(320)
    too_wide = []
    for address in addresses(language):
        visit.goto(address)
        visit.page.evaluate(f"document.documentElement.style.fontSize = '{zoom}'")
        if visit.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(address)
    assert too_wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_leaves_no_trace_and_asks_nobody_else(
    db: None, open_visit: Callable[..., Visit], language: str
) -> None:
    visit = open_visit()
    for address in addresses(language):
        is_form = "kontakt" in address or "contact" in address
        if is_form:
            continue  # its protection against forged requests needs a cookie
        visit.goto(address)
    stored = visit.page.evaluate("localStorage.length + sessionStorage.length")

    assert visit.context.cookies() == []
    assert stored == 0
    assert visit.hosts == {"127.0.0.1:8000"}
    assert visit.messages == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_script_every_page_says_the_same(
    db: None, open_visit: Callable[..., Visit], language: str
) -> None:
    """What people then do, in test_without_script.py."""
    scripted, plain = open_visit(), open_visit(java_script_enabled=False)
    for address in addresses(language):
        scripted.goto(address)
        plain.goto(address)
        assert seen(plain) == seen(scripted), address


def seen(visit: Visit) -> str:
    return visit.page.locator("body").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_is_valid_html(db: None, language: str) -> None:
    """Each page of the demo is looked at in test_demo_pages.py."""
    errors = {}
    for address in addresses(language):
        parser = html5lib.HTMLParser()
        parser.parse(Client().get(address).content)
        if parser.errors:
            errors[address] = parser.errors
    assert errors == {}


def test_the_first_key_leads_past_the_menu(db: None, open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    visit.goto("/de/")

    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip-link"
    visit.page.keyboard.press("Enter")

    assert visit.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [390, 1280])
def test_focus_is_always_visible_and_never_hidden(
    db: None, open_visit: Callable[..., Visit], width: int
) -> None:
    visit = open_visit(width)
    for address in addresses("de"):
        visit.goto(address)
        for step in range(25):
            visit.page.keyboard.press("Tab")
            state = focus(visit.page)
            if state is None or (step and "skip-link" in state.html):  # once around
                break
            assert state.is_seen, (address, state)
