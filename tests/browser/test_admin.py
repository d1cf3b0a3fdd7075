import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_an_administrator_signs_in_and_the_browser_blocks_nothing(
    browser_page: Page, admin_user, live_server
) -> None:
    errors: list[str] = []
    browser_page.on(
        "console", lambda message: errors.append(message.text) if message.type == "error" else None
    )

    browser_page.goto("/admin/")
    browser_page.locator("input[name=username]").fill(admin_user.username)
    browser_page.locator("input[name=password]").fill("password")
    browser_page.locator("form button[type=submit]").click()

    expect(browser_page).to_have_url(f"{live_server.url}/admin/")
    # The menu is drawn by scripts, which a content security policy that is too strict would stop.
    account = browser_page.get_by_role("button", name=admin_user.username, exact=True)
    expect(account).to_be_visible()
    assert errors == []


def test_the_admin_asks_no_other_host(browser_page: Page, live_server) -> None:
    hosts: set[str] = set()
    browser_page.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    browser_page.goto("/admin/login/", wait_until="networkidle")

    assert hosts == {live_server.url.split("/")[2]}
