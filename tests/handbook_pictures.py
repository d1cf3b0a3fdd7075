"""The pictures of the editors' handbook, from the running admin: `make handbook`.

Taken from the site as `make run` has it, in both languages, into docs/images/editors/. Nothing is
changed there: whatever would be saved is held back in the browser, and the account that looks
goes afterwards.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import django
from playwright.sync_api import Page as Window
from playwright.sync_api import Route, sync_playwright

from tests import services
from tests.screenshots import LANGUAGES, QuietHandler

SIZE = {"width": 1200, "height": 760}
SHOWN_WIDTH = 960  # pixels; the handbook shows them no wider
USERNAME = "handbook-pictures"


@dataclass(frozen=True)
class Picture:
    """One picture: where it is taken, and what is done there first."""

    name: str
    path: str
    prepare: Callable[[Window], None] = lambda window: None


def pictures() -> Iterator[Picture]:
    """All that the handbook shows."""
    from django.urls import reverse
    from wagtail_localize.models import Translation

    from news.models import NewsIndexPage, NewsPage

    news_list = NewsIndexPage.objects.filter(locale__language_code="de").first()
    item = NewsPage.objects.child_of(news_list).live().exclude(image=None).newest_first().first()
    translation = Translation.objects.get(
        source__object_id=item.translation_key, target_locale__language_code="en"
    )
    english = translation.get_target_instance()
    add = reverse("wagtailadmin_pages:add", args=("news", "newspage", news_list.pk))
    edit = reverse("wagtailadmin_pages:edit", args=(item.pk,))

    yield Picture("start", reverse("wagtailadmin_home"))
    yield Picture("templates", add)
    yield Picture("news", edit)
    yield Picture("blocks", edit, open_blocks)
    yield Picture("board", reverse("editing_translations:board"))
    yield Picture("translate", reverse("wagtailadmin_pages:edit", args=(english.pk,)))
    yield Picture("image", reverse("wagtailimages:add"))
    yield Picture("spreadsheet", reverse("municipality_spreadsheets:upload"))
    yield Picture("list", reverse("news_list:index"))


def open_blocks(window: Window) -> None:
    """The choice of blocks, with one of them shown as it will look."""
    button = window.locator(".c-sf-add-button:visible").first
    button.evaluate("element => element.scrollIntoView({block: 'start'})")
    button.click()
    window.locator(".w-combobox__option").first.wait_for()


@contextmanager
def onlooker(language: str) -> Iterator[str]:
    """The session of an account that sees the admin in a language, for as long as it is needed."""
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from wagtail.users.models import UserProfile

    model = get_user_model()
    model.objects.filter(username=USERNAME).delete()
    name = {"de": "Nora Beispiel", "en": "Nora Example"}[language].split()
    user = model.objects.create_superuser(USERNAME, first_name=name[0], last_name=name[1])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    try:
        yield session.session_key
    finally:
        session.delete()
        user.delete()


def only_look(route: Route) -> None:
    """Let through what reads; an editor that saves by itself would change the site."""
    is_reading = route.request.method == "GET" or "/preview/" in route.request.url
    route.continue_() if is_reading else route.abort()


def take(window: Window, picture: Picture, file: Path) -> None:
    from PIL import Image

    window.goto(picture.path)
    window.wait_for_load_state("networkidle")
    picture.prepare(window)
    window.wait_for_timeout(600)  # drawers and menus move
    with Image.open(BytesIO(window.screenshot())) as image:
        image.thumbnail((SHOWN_WIDTH, SIZE["height"]))
        image.convert("RGB").save(file, quality=78, method=6)


def main() -> None:
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
    folder = settings.BASE_DIR / "docs" / "images" / "editors"
    with (
        ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler) as server,
        sync_playwright() as playwright,
    ):
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        browser = playwright.chromium.launch(
            executable_path=services.chromium(), args=services.chromium_arguments()
        )
        for language in LANGUAGES:
            (folder / language).mkdir(parents=True, exist_ok=True)
            with onlooker(language) as session:
                context = browser.new_context(
                    base_url=base, viewport=SIZE, locale=language, reduced_motion="reduce"
                )
                context.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}]
                )
                context.route("**/*", only_look)
                window = context.new_page()
                for picture in pictures():
                    take(window, picture, folder / language / f"{picture.name}.webp")
                context.close()
        browser.close()
        server.shutdown()
    print(f"Pictures of the handbook in {folder.relative_to(settings.BASE_DIR)}/")


if __name__ == "__main__":
    main()
