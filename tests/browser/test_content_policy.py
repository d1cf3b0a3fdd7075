"""A real browser opens the main public pages and those of the admin: it has nothing to refuse."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from pool.models import Scope
from tests import factories
from tests.trees import stream, translated

pytestmark = pytest.mark.browser

# The script that crops pictures writes empty handlers to learn whether there are touch events, and
# does well without an answer.
CROPPING = ("event handler violates", "jquery.Jcrop")
# Each refusal of the page and of the frames in it, told by the browser itself.
LISTEN = """
    document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`refused: ${event.effectiveDirective} ${event.blockedURI} `
            + `${event.sourceFile}:${event.lineNumber} ${event.sample}`);
    });
"""


@pytest.fixture
def refused(browser_page: Page) -> list[str]:
    """What the browser says it refused, so far."""
    found: list[str] = []
    browser_page.context.add_init_script(LISTEN)

    def note(message: Any) -> None:
        if "refused" in message.text.lower() or "content security policy" in message.text.lower():
            path = browser_page.url.split("/", 3)[3]
            is_crop = path.startswith("admin/images/") and any(c in message.text for c in CROPPING)
            if is_crop:
                return
            found.append(f"/{path}: {message.text[:150]}")

    browser_page.on("console", note)
    return found


def sign_in(context: BrowserContext, address: str) -> Any:
    user = factories.UserFactory()
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])
    return user


@pytest.fixture
def pages(english_home: Any, news: Any, directory: Any) -> dict[str, Any]:
    """Something of everything that pages show."""
    home = english_home.get_translation(news.locale)
    image = factories.ImageFactory(file__width=900, file__height=600)
    topic = factories.TopicFactory()
    person = factories.ContactPersonFactory()
    partner = factories.PartnerFactory()
    body = stream(
        ("paragraph", "<p>Ein <b>Text</b></p>"),
        ("heading", {"text": "Titel", "level": "h2", "anchor": ""}),
    )
    item = factories.NewsPageFactory(parent=news, image=image, body=body)
    advisor = factories.AdvisorPageFactory(parent=directory, live=False, city="Bonn")
    factories.AdvisorConsentFactory(advisor=advisor, scopes=tuple(Scope.values))
    state = factories.StatePageFactory(parent=home)
    contact = factories.ContactPageFactory(parent=home)
    factories.ContactFormFieldFactory(page=contact, label="Name")
    document = factories.DocumentFactory()
    return {
        "home": home,
        "news": item,
        "state": state,
        "contact": contact,
        "topic": topic,
        "person": person,
        "partner": partner,
        "image": image,
        "document": document,
        "directory": directory,
        "advisor": advisor,
    }


def test_the_browser_refuses_nothing(
    browser_page: Page, refused: list[str], pages: dict[str, Any], live_server: Any
) -> None:
    for path in (
        "/de/",
        pages["news"].get_url(),
        pages["state"].get_url(),
        pages["contact"].get_url(),
        pages["directory"].get_url(),
        "/de/suche/?q=Text",
        "/de/nichts/",
        "/api/v2/docs/",
        "/admin/login/",
        "/admin/password_reset/",
    ):
        browser_page.goto(path.removeprefix("https://www.example.org"), wait_until="load")
    assert not refused, "\n".join(refused)

    user = sign_in(browser_page.context, live_server.url)
    for path in (
        "/de/",  # with the user bar
        *("/admin/", "/admin/pages/", "/admin/account/", "/admin/handbook/"),
        f"/admin/pages/{pages['home'].pk}/",
        f"/admin/pages/{pages['home'].pk}/add_subpage/",
        f"/admin/pages/add/home/contentpage/{pages['home'].pk}/",
        f"/admin/pages/{pages['contact'].pk}/edit/",
        f"/admin/pages/{pages['advisor'].pk}/edit/",
        f"/admin/pages/{pages['news'].pk}/history/",
        f"/admin/pages/{pages['news'].pk}/move/",
        f"/admin/pages/{pages['news'].pk}/delete/",
        *("/admin/images/", "/admin/images/add/", "/admin/images/multiple/add/"),
        f"/admin/images/{pages['image'].pk}/",
        *("/admin/documents/", "/admin/documents/multiple/add/"),
        f"/admin/documents/edit/{pages['document'].pk}/",
        "/admin/snippets/core/topic/",
        f"/admin/snippets/core/topic/edit/{pages['topic'].pk}/",
        f"/admin/snippets/core/partner/edit/{pages['partner'].pk}/",
        f"/admin/snippets/core/contactperson/edit/{pages['person'].pk}/",
        "/admin/settings/core/sitesettings/",
        *("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{user.pk}/"),
        *("/admin/groups/new/", "/admin/collections/add/"),
        *("/admin/redirects/add/", "/admin/redirects/import/", "/admin/forms/", "/admin/locales/"),
        *("/admin/workflows/list/", "/admin/workflows/add/", "/admin/sites/new/"),
        *("/admin/reports/locked/", "/admin/reports/aging-pages/", "/admin/reports/site-history/"),
        f"/admin/localize/submit/page/{pages['news'].pk}/",
        "/django-admin/",
    ):
        answer = browser_page.goto(path, wait_until="load")
        assert answer is not None
        if answer.status != 200:
            refused.append(f"{path}: {answer.status}")
    assert not refused, "\n".join(refused)

    edit_a_page(browser_page, pages)
    translate_a_page(browser_page, pages)
    assert not refused, "\n".join(refused)


def edit_a_page(page: Page, pages: dict[str, Any]) -> None:
    """What scripts of the form do: dates, choosers, inline panels, the preview beside it."""
    page.goto(f"/admin/pages/{pages['news'].pk}/edit/", wait_until="load")
    page.locator("#id_date").click()
    expect(page.locator(".xdsoft_datetimepicker").first).to_be_attached()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Vorschau").first.click()
    frame = page.frame_locator("iframe[title]").first
    expect(frame.locator("h1")).to_contain_text(pages["news"].title)
    page.goto(f"/admin/pages/{pages['contact'].pk}/edit/", wait_until="load")
    fields = page.locator("[id$='form_fields-FORMS'] > [data-inline-panel-child]")
    before = fields.count()
    page.locator("[id$='form_fields-ADD']").click()
    expect(fields).to_have_count(before + 1)


def translate_a_page(page: Page, pages: dict[str, Any]) -> None:
    """wagtail-localize's editor, which its own script draws."""
    english = translated(pages["home"])
    page.goto(f"/admin/pages/{english.pk}/edit/", wait_until="load")
    expect(page.locator(".js-translation-editor > *").first).to_be_visible()
    page.goto(f"/admin/localize/submit/page/{pages['news'].pk}/", wait_until="load")
    expect(page.locator("[name=locales]").first).to_be_attached()
