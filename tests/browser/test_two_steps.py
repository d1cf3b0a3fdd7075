"""Signing in in two steps, as somebody does it for the first time."""

from base64 import b32decode

import pytest
from playwright.sync_api import Page, expect

from tests.operations.accounts.signing_in import code_now
from tests.people import person

pytestmark = pytest.mark.browser


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill("password")
    page.keyboard.press("Enter")


def test_the_first_sign_in_sets_it_up_and_a_recovery_code_replaces_a_lost_phone(
    browser_page: Page, home, live_server, settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    page, user = browser_page, person("editors-nw")

    sign_in(page, user.username)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Anmeldung in zwei Schritten einrichten")
    expect(page.get_by_role("img", name="QR-Code")).to_be_visible()
    page.get_by_text("Ohne Kamera").click()
    secret = page.locator(".two-step-secret").inner_text()
    key = _hex(secret)
    page.get_by_label("Code aus der App").fill(code_now(key))
    page.keyboard.press("Enter")

    shown = page.locator("[data-recovery-codes] code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    expect(page.get_by_role("button", name="Drucken")).to_be_visible()
    page.get_by_role("link", name="Ich habe sie aufbewahrt").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")

    # The next day, with the phone; the field has the focus.
    page.context.clear_cookies()
    sign_in(page, user.username)
    expect(page.get_by_label("Code aus der App")).to_be_focused()
    page.keyboard.type(code_now(key, later=1))
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/admin/")

    # And without it.
    page.context.clear_cookies()
    sign_in(page, user.username)
    page.get_by_role("link", name="Notfall-Code").click()
    page.get_by_label("Notfall-Code").fill(codes[0].lower())
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/admin/")
    page.goto("/admin/account/two-step/")
    expect(page.get_by_text("9 Notfall-Codes sind übrig")).to_be_visible()


def _hex(secret: str) -> str:
    return b32decode(secret.replace(" ", "")).hex()
