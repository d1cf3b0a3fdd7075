"""Pictures of every page type, so that anyone can judge how the site looks: `make screenshots`.

Every type × German and English × three widths × light and dark, from the site as `make run` has
it, in var/screenshots/. With `--readme`, the few that the README shows are renewed as well.
"""

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler

import django
from playwright.sync_api import Browser, sync_playwright

from tests import services

WIDTHS = (390, 768, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = ("de", "en")
HEIGHT = 900
README = {
    "home-de-1280-light": "home",
    "state-de-1280-light": "state",
    "news-en-390-dark": "phone-dark",
}
README_HEIGHT = 1500  # pixels of the page's top that a reader of the README sees


def addresses(language: str) -> Iterator[tuple[str, str]]:
    """(name, path) of one page of every type, of the search, and of a page that is not there."""
    from core.visibility import visible
    from home.models import AccessibilityPage, ContactPage, ContentPage, HomePage
    from news.models import NewsIndexPage, NewsPage
    from pool.models import AdvisorIndexPage, AdvisorPage, StatePage

    types = {
        "home": HomePage,
        "content": ContentPage,
        "accessibility": AccessibilityPage,
        "contact": ContactPage,
        "news-list": NewsIndexPage,
        "news": NewsPage,
        "advisors": AdvisorIndexPage,
        "advisor": AdvisorPage,
        "state": StatePage,
    }
    for name, model in types.items():
        page = visible(model.objects.filter(locale__language_code=language)).first()
        if page:
            yield name, page.url
    yield "search", {"de": "/de/suche/?q=beratung", "en": "/en/search/?q=advice"}[language]
    yield "not-found", f"/{language}/nirgends/"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def take(browser: Browser, base: str, folder: Path) -> int:
    """Take all pictures; returns how many."""
    count = 0
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(
                base_url=base,
                viewport={"width": width, "height": HEIGHT},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page = context.new_page()
            for language in LANGUAGES:
                for name, path in addresses(language):
                    page.goto(path)
                    page.evaluate(
                        "Promise.all(Array.from(document.images, image => {"
                        "image.loading = 'eager'; return image.decode().catch(() => {}) }))"
                    )
                    file = folder / f"{name}-{language}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=True)
                    count += 1
            context.close()
            print(f"  {scheme}, {width} px: {count} pictures")
    return count


def renew_readme(folder: Path, target: Path) -> None:
    """The tops of a few pictures, small enough for a repository."""
    from PIL import Image

    target.mkdir(parents=True, exist_ok=True)
    for source, name in README.items():
        with Image.open(folder / f"{source}.png") as image:
            top = image.crop((0, 0, image.width, min(image.height, README_HEIGHT)))
            top.thumbnail((900, README_HEIGHT))
            top.convert("RGB").save(target / f"{name}.webp", quality=80, method=6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="renew the README's pictures too")
    arguments = parser.parse_args()

    sys.path.insert(0, "site")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop running
    django.setup()
    from django.conf import settings
    from django.core.servers.basehttp import ThreadedWSGIServer
    from django.core.wsgi import get_wsgi_application
    from wagtail.models import Page

    if Page.objects.count() < 3:
        sys.exit("There is nothing to look at yet: run `make run` first.")
    folder = settings.VAR_DIR / "screenshots"
    folder.mkdir(exist_ok=True)
    with (
        ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler) as server,
        sync_playwright() as playwright,
    ):
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=services.chromium(), args=services.chromium_arguments()
        )
        count = take(browser, f"http://127.0.0.1:{server.server_port}", folder)
        browser.close()
        server.shutdown()
    if arguments.readme:
        renew_readme(folder, settings.BASE_DIR / "docs" / "images")
    print(f"{count} pictures in {folder.relative_to(settings.BASE_DIR)}/")


if __name__ == "__main__":
    main()
