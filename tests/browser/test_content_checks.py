"""What is wrong with a page is said in the editor, and goes away when it is put right."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.models import Image, User
from home.models import HomePage
from tests import factories
from tests.pictures import CREATOR, DESCRIPTION, is_at_rest, photo

pytestmark = pytest.mark.browser

USERBAR = "document.querySelector('wagtail-userbar').shadowRoot"


def sign_in(page: Page, user: User) -> None:
    page.goto("/admin/login/")
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill("password")
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/admin/")


def test_a_fault_is_named_by_both_checks_until_it_is_put_right(
    browser_page: Page, home: HomePage, admin_user: User
) -> None:
    page = browser_page
    faulty = factories.ContentPageFactory(
        parent=home,
        slug="faulty",
        lead="Worum es geht.",
        body=[
            ("heading", {"text": "Unser Ziel", "level": "h3", "anchor": ""}),
            ("paragraph", "<p>Wir beraten Kommunen.</p>"),
        ],
    )
    sign_in(page, admin_user)
    page.goto(f"/admin/pages/{faulty.pk}/edit/")

    # Seen before anything is pressed, and one click away from list and field.
    page.get_by_role("button", name="1 Hinweis zum Inhalt").click()
    note = page.locator('[data-content-problem="heading-jump"]')
    expect(note).to_contain_text("Über diesem Unterabschnitt steht kein Abschnitt.")
    barriers = page.locator("[data-checks-panel]")
    expect(barriers).to_contain_text("Eine Überschriftenebene fehlt", timeout=20_000)
    total = page.locator('[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]')
    expect(total).to_have_text("2")
    note.get_by_role("link").click()
    expect(page.locator("#body-0-value-text")).to_be_focused()

    # Saved by itself, checked anew. Wagtail takes stock of the form two seconds after it opened;
    # what changes before that, it takes for the state it began with.
    page.wait_for_timeout(3_000)
    page.locator("#body-0-value-level").select_option("h2")
    expect(note).to_have_count(0, timeout=20_000)
    expect(page.locator("[data-content-problems-note]")).to_be_hidden()
    expect(barriers).to_be_empty(timeout=20_000)

    # The page as visitors have it is still the faulty one.
    assert barriers_of(page, "/de/faulty/") == ["Eine Überschriftenebene fehlt"]
    good = [("heading", {"text": "Unser Ziel", "level": "h2", "anchor": ""})]
    factories.ContentPageFactory(parent=home, slug="good", lead="Worum es geht.", body=good)
    assert barriers_of(page, "/de/good/") == []


def barriers_of(page: Page, address: str) -> list[str]:
    """What the accessibility checker in Wagtail's bar names on a public page."""
    page.goto(address)
    page.wait_for_function(f"{USERBAR}.querySelector('[data-content-checker-count]').textContent")
    names = f"[...{USERBAR}.querySelectorAll('[data-content-checker-name]')]"
    return page.evaluate(f"{names}.map((name) => name.textContent).filter(Boolean)")


def test_an_uploaded_photo_brings_its_words_along_and_leaves_its_place_behind(
    browser_page: Page, home: HomePage, admin_user: User, tmp_path: Path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    file = tmp_path / "foto.jpg"
    file.write_bytes(photo(size=(600, 400)))
    page = browser_page
    sign_in(page, admin_user)

    page.goto("/admin/images/multiple/add/")
    page.set_input_files("#fileupload", file)
    form = page.locator("#upload-list form")
    credit = form.locator("input[name$=-credit]")
    expect(credit).to_have_value(f"Foto: {CREATOR} / Pressestelle", timeout=20_000)
    expect(form.get_by_role("textbox", name="Alternativtext")).to_have_value(DESCRIPTION)
    credit.fill("")
    form.locator("button[type=submit], input[type=submit]").first.click()
    expect(form).to_contain_text("Dieses Feld muss ausgefüllt werden.")
    credit.fill("Foto: Erika Beispiel")
    form.locator("button[type=submit], input[type=submit]").first.click()
    expect(form).to_have_count(0)

    image = Image.objects.get()
    assert image.credit == "Foto: Erika Beispiel"
    with image.file.open("rb") as stored:
        assert is_at_rest(stored.read())
