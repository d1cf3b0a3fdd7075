"""A visitor's browser in front of the demo content.

The demo lives in the transaction of a test module, which no server thread could see, nor the event
loop of Playwright. So a page is made by Django's test client before the browser asks for it;
pictures and static files come from their folders.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from core.visibility import visible
from home.models import AccessibilityPage, ContactPage, ContentPage, HomePage
from news.models import NewsIndexPage, NewsPage
from pool.models import AdvisorIndexPage, AdvisorPage, StatePage

HOST = "http://127.0.0.1:8000"
TYPES = (
    HomePage,
    ContentPage,
    AccessibilityPage,
    ContactPage,
    NewsIndexPage,
    NewsPage,
    AdvisorIndexPage,
    AdvisorPage,
    StatePage,
)
SEARCH = {"de": "/de/suche/?q=beratung", "en": "/en/search/?q=advice"}


def addresses(language: str) -> list[str]:
    """One page of every type; a filtered list, the search, and a 404.

    The content page is the one with the most blocks.
    """
    found = []
    for model in TYPES:
        pages = list(visible(model.objects.filter(locale__language_code=language)))
        if model is ContentPage:
            pages.sort(key=lambda page: len(page.body), reverse=True)
        found += [page.url for page in pages[:1]]
    news_list = visible(NewsIndexPage.objects.filter(locale__language_code=language)).get()
    return [*found, f"{news_list.url}?year=2016", SEARCH[language], f"/{language}/nirgends/"]


@dataclass
class Visit:
    """A browser window, with what went on in it."""

    context: BrowserContext
    page: Page
    hosts: set[str] = field(default_factory=set)
    messages: list[str] = field(default_factory=list)
    made: dict[str, HttpResponse] = field(default_factory=dict)

    def goto(self, path: str) -> None:
        """Open a page of the site."""
        self.made[path] = Client().get(path, HTTP_HOST=urlsplit(HOST).netloc)
        self.page.goto(f"{HOST}{path}")

    def answer(self, route: Route) -> None:
        """Answer a request as the site would; other hosts get none."""
        address = urlsplit(route.request.url)
        self.hosts.add(address.netloc)
        path = f"{address.path}?{address.query}" if address.query else address.path
        if address.netloc != urlsplit(HOST).netloc:
            route.abort()
        elif path in self.made:
            response = self.made[path]
            headers = dict(response.items())
            cookies = [cookie.OutputString() for cookie in response.cookies.values()]
            if cookies:
                headers["Set-Cookie"] = "\n".join(cookies)
            route.fulfill(status=response.status_code, headers=headers, body=response.content)
        elif path.startswith("/static/"):
            self._answer_file(route, finders.find(address.path.removeprefix("/static/")))
        elif path.startswith("/media/"):
            self._answer_file(route, settings.MEDIA_ROOT / address.path.removeprefix("/media/"))
        else:
            route.fulfill(status=404)

    @staticmethod
    def _answer_file(route: Route, file: str | Path | None) -> None:
        if file is None or not Path(file).is_file():
            route.fulfill(status=404)
            return
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        route.fulfill(body=Path(file).read_bytes(), content_type=kind)

    def note(self, message: ConsoleMessage) -> None:
        # Chromium itself reports a page that answers 404; the tests visit one on purpose.
        is_expected = "status of 404" in message.text and message.location["url"] in self._not_found
        if not is_expected:
            self.messages.append(f"{message.type}: {message.text}")

    @property
    def _not_found(self) -> list[str]:
        return [f"{HOST}{path}" for path, page in self.made.items() if page.status_code == 404]


# Where the focus is: whether it is drawn around the element or the card that it fills, and
# whether nothing lies over the element's middle.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const isDrawn = (candidate, part) => {
        const style = getComputedStyle(candidate, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    const marker = element.querySelector(".map-target");
    const isMarked = isDrawn(element) || isDrawn(element, "::after")
        || (marker && getComputedStyle(marker).stroke !== "none");
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isOnTop = top !== null && (element.contains(top) || top.contains(element));
    const html = element.outerHTML.slice(0, 160);
    return {is_marked: Boolean(isMarked), is_on_top: isOnTop, html};
}"""


@dataclass(frozen=True)
class Focus:
    """The element that has the focus: whether that is drawn, and nothing lies over it."""

    is_marked: bool
    is_on_top: bool
    html: str

    @property
    def is_seen(self) -> bool:
        return self.is_marked and self.is_on_top


def focus(page: Page) -> Focus | None:
    """What has the focus on a page, or None if nothing has."""
    found = page.evaluate(FOCUS)
    return found and Focus(**found)


@pytest.fixture
def open_visit(browser: Browser) -> Iterator:
    """A function that opens a window: `open_visit(width=320, scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_window(width: int = 1280, scheme: str = "light", **options) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        visit = Visit(context, context.new_page())
        visit.page.on("console", visit.note)
        visit.page.on("pageerror", lambda error: visit.messages.append(f"error: {error}"))
        context.route("**/*", visit.answer)
        return visit

    yield open_window
    for context in contexts:
        context.close()
