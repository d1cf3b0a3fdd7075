"""A file with mistakes, corrected and taken over, as an editor sees it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pool.models import Consultation
from tests import factories
from tests.editing.spreadsheets.sheets import csv_file

pytestmark = pytest.mark.browser


def test_an_editor_corrects_a_file_and_takes_it_over(
    browser_page: Page, admin_user, tmp_path: Path
) -> None:
    factories.MunicipalityFactory(
        ags="05911000", name="Bochum", district_ags="05911", district="Bochum", kind="Stadt"
    )
    file = tmp_path / "kommunen.csv"
    _sign_in(browser_page, admin_user)
    browser_page.goto("/admin/snippets/pool/municipality/")
    browser_page.get_by_role("link", name="Importieren").click()

    file.write_bytes(
        csv_file(
            ("05911000", "Bochum", "", "Erstberatung", "2016", ""),
            ("05911000", "Essen", "", "Erstberatung", "2016", ""),
            ("5911000", "Bochum", "", "Plauderei", "neulich", ""),
        )
    )
    browser_page.get_by_label("Datei").set_input_files(file)
    browser_page.get_by_role("button", name="Änderungen anzeigen").click()

    expect(browser_page.locator("#problems")).to_contain_text("2 Zeilen Fehler haben")
    rows = browser_page.locator("#problems + table tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("„Essen“ hat den AGS 05113000 (Essen).")
    expect(browser_page.get_by_role("button", name="Änderungen übernehmen")).to_have_count(0)
    _picture(browser_page, "spreadsheet-mistakes")

    file.write_bytes(csv_file(("5911000", "Bochum", "", "Erstberatung", "07.12.2016", "nein")))
    browser_page.get_by_role("link", name="Andere Datei wählen").click()
    browser_page.get_by_label("Datei").set_input_files(file)
    browser_page.get_by_role("button", name="Änderungen anzeigen").click()
    expect(browser_page.locator("#steps tbody tr")).to_have_count(1)
    _picture(browser_page, "spreadsheet-preview")
    browser_page.get_by_role("button", name="Änderungen übernehmen").click()

    expect(browser_page.get_by_text("1 Eintrag wurde aus „kommunen.csv“")).to_be_visible()
    assert Consultation.objects.get().year == 2016


def _sign_in(page: Page, user) -> None:
    page.goto("/admin/")
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill("password")
    page.locator("form button[type=submit]").click()


def _picture(page: Page, name: str) -> None:
    """Kept for people to look at if SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
