"""JSON-LD stands in a <script>: the strict content security policy must let it be, and the browser
must not run it."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import factories

pytestmark = pytest.mark.browser

LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
    (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def test_the_browser_blocks_nothing_and_runs_nothing(browser_page: Page, news: Any) -> None:
    hostile = "</script><script>window.ran = true</script>"
    report = factories.NewsPageFactory(
        parent=news, title=f"Forum {hostile}", date=date(2018, 11, 7), place="Bochum"
    )
    messages: list[str] = []
    browser_page.on("console", lambda message: messages.append(message.text))
    browser_page.add_init_script(LISTEN)

    for path in ("/de/", "/de/aktuelles/", report.url):
        browser_page.goto(path, wait_until="networkidle")
        data = browser_page.evaluate(
            "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
        )
        assert data["@context"] == "https://schema.org"
        assert browser_page.evaluate("window.violations") == []
        assert browser_page.evaluate("window.ran") is None

    articles = [node for node in data["@graph"] if node["@type"] == "NewsArticle"]
    assert articles[0]["headline"] == f"Forum {hostile}"
    assert messages == []


def test_an_inline_script_would_be_blocked(browser_page: Page, home: Any) -> None:
    """That the test above can fail."""
    browser_page.add_init_script(LISTEN)
    browser_page.goto("/de/")
    browser_page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.head.append(script);
        }"""
    )

    assert browser_page.evaluate("window.ran") is None
    assert browser_page.evaluate("window.violations") == ["script-src-elem inline"]
