"""Systems of their own: a small site that backups are made of, and empty ones to restore into.

Both are databases beside that of the other tests, with media and a ledger: what is backed up must
be committed, and what is restored into must have no tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page, Site

from home.models import HomePage
from tests import factories
from tests.demo import connected_to
from tests.dom import document
from tests.trees import in_english

USERNAME = "redaktion"


@dataclass(frozen=True)
class System:
    """A database by its name, and folders for the media and the ledger."""

    database: str
    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger"

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Inside, the site is this one."""
        places = {"MEDIA_ROOT": self.media, "PRIVACY_LEDGER": str(self.ledger)}
        with connected_to(self.database), override_settings(**places):
            yield


@contextmanager
def new_database(name: str, folder: Path) -> Iterator[str]:
    """A database that has no table; its name."""
    if connection.vendor == "sqlite":
        yield str(folder / f"{name}.sqlite3")
        return
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    try:
        yield name
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted} WITH (FORCE)")


def fill() -> None:
    """A start page in both languages, news with a picture, a profile with consent, a form with an
    entry, a document, an account that is signed in."""
    factories.language("en")
    root = Page.objects.get(depth=1)
    home = factories.HomePageFactory(parent=root, slug="start", locale=factories.language("de"))
    Site.objects.update(root_page=home, hostname="www.example.org", port=443)
    Page.objects.filter(depth=2).exclude(pk=home.pk).get().delete()
    home = HomePage.objects.get(pk=home.pk)
    english = in_english(home, title="Start page", slug="en")
    add_news(factories.NewsIndexPageFactory(parent=home), "Erster Bericht")
    directory = factories.AdvisorIndexPageFactory(parent=home)
    in_english(directory, title="Advisors", slug="advisors")
    advisor = factories.AdvisorPageFactory(parent=directory)
    factories.AdvisorConsentFactory(advisor=advisor)
    form = factories.ContactPageFactory(parent=home, retention_days=30)
    FormSubmission.objects.create(page=form, form_data={"name": "Ada Beispiel"})
    factories.DocumentFactory(file__data=bytes(range(256)) * 4000, file__filename="list.csv")
    user = factories.UserFactory(username=USERNAME)
    Client().force_login(user)
    assert english.live


def add_news(index: Page, title: str) -> Page:
    """A published news page with a picture of its own."""
    image = factories.ImageFactory(title=title, file__filename=f"{title}.png")
    return factories.NewsPageFactory(parent=index, title=title, image=image)


def shown() -> dict[str, Any]:
    """What visitors see: pages as text, and all that the API says of them."""
    client = Client(headers={"host": "www.example.org"}, SERVER_PORT=443)
    client.defaults["wsgi.url_scheme"] = "https"
    listed = client.get("/api/v2/pages/", {"limit": 100, "fields": "*"}).json()
    pages = {}
    for page in Page.objects.live().filter(depth__gt=1):
        main = document(client, page.url).find("main")
        for token in main.select("input[type=hidden]"):
            token.decompose()  # is another one each time
        pages[page.url] = str(main)
    assert listed["meta"]["total_count"] > 3
    return {"api": listed, "pages": pages}


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
