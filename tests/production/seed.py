"""The content of a stack: a small site in both languages, with people who may edit it.

`python -m tests.production.seed` fills a migrated, empty database with it (under the production
settings) and prints as JSON where things are: `Content` reads it.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HOST = "www.example.org"
RECIPIENT = "office@example.org"
#: name: role, of who may sign in; "administrator" is a superuser
PEOPLE = {"administrator": "administrator", "publisher": "publishers", "editor": "editors-nw"}


@dataclass(frozen=True)
class Content:
    """Keys and addresses of the seeded content. Paths begin with a slash."""

    home: int
    contact: int
    contact_path: str
    news: int
    news_path: str
    news_index: int
    news_index_path: str
    content_page: int
    advisor: int
    advisor_path: str
    state_path: str
    image: int
    document: int
    document_path: str
    sessions: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "Content":
        return cls(**json.loads(file.read_text()))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        content = make()
    from delivery.changes.clock import read_clock

    read_clock()  # what the seed left to be noted as changes is noted now
    print(json.dumps(asdict(content)))


def make() -> Content:
    """Fill the database; the keys of what was made."""
    from wagtail.models import Page, Site

    from home.models.contact import ContactPagePerson
    from news.models import NewsTopic
    from tests import factories
    from tests.trees import in_english, stream

    root = Page.objects.get(depth=1)
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    german = factories.language("de")
    factories.language("en")
    home = factories.HomePageFactory(parent=root, slug="start", title="Start", locale=german)
    site.root_page, site.hostname, site.port = home, HOST, 443
    site.save()
    Page.objects.get(pk=welcome.pk).delete()
    home.refresh_from_db()
    in_english(home, title="Start page", slug="start-en")

    image = factories.ImageFactory(title="Bild", file__width=640, file__height=480)
    document = factories.DocumentFactory(title="Bericht")
    topic = factories.TopicFactory(name="Klima", slug="klima")
    in_english(topic, name="Climate", slug="climate")
    contact_person = factories.ContactPersonFactory(name="Erika Beispiel")
    in_english(contact_person)

    index = factories.NewsIndexPageFactory(parent=home, slug="aktuelles", show_in_menus=True)
    in_english(index, title="News", slug="news")
    index.refresh_from_db()
    news = None
    for number in range(1, 13):
        news = factories.NewsPageFactory(
            parent=index,
            title=f"Meldung {number}",
            slug=f"meldung-{number}",
            date=f"2020-{number:02}-15",
            image=image,
            body=stream(("paragraph", "<p>Kommunen und Migration.</p>")),
            topic_links=[NewsTopic(topic=topic)],
        )
    in_english(news, title="News item", slug="news-item")

    directory = factories.AdvisorIndexPageFactory(parent=home, slug="pool", show_in_menus=True)
    in_english(directory, title="Advisors", slug="advisors")
    directory.refresh_from_db()
    advisor = factories.AdvisorPageFactory(parent=directory, email="adwoa@example.org")
    factories.AdvisorConsentFactory(advisor=advisor)
    in_english(advisor)
    state = factories.StatePageFactory(parent=home, slug="nordrhein-westfalen")
    in_english(state, title="North Rhine-Westphalia", slug="north-rhine-westphalia")
    factories.ConsultationFactory()

    page = factories.ContentPageFactory(
        parent=home,
        slug="ueber-uns",
        title="Über uns",
        body=stream(("paragraph", "<p>Worum es geht.</p>")),
    )
    in_english(page, title="About us", slug="about-us")
    contact = factories.ContactPageFactory(
        parent=home,
        slug="kontakt",
        to_address=RECIPIENT,
        from_address="website@example.org",
        subject="Neue Anfrage",
        contact_links=[ContactPagePerson(contact=contact_person)],
    )
    for order, (label, kind) in enumerate([("E-Mail", "email"), ("Text", "multiline")]):
        factories.ContactFormFieldFactory(
            page=contact, label=label, field_type=kind, sort_order=order, locale=german
        )
    in_english(contact, title="Contact", slug="contact")
    sessions, passwords = make_people()
    return Content(
        home=home.pk,
        contact=contact.pk,
        contact_path=_path(contact),
        news=news.pk,
        news_path=_path(news),
        news_index=index.pk,
        news_index_path=_path(index),
        content_page=page.pk,
        advisor=advisor.pk,
        advisor_path=_path(advisor),
        state_path=_path(state),
        image=image.pk,
        document=document.pk,
        document_path=document.url,
        sessions=sessions,
        passwords=passwords,
    )


def make_people() -> tuple[dict[str, str], dict[str, str]]:
    """Somebody for each of `PEOPLE`, signed in: keys of sessions and passwords by name."""
    import secrets

    from editing.models import Role
    from editing.roles.setup import setup_roles
    from tests import factories

    setup_roles()
    sessions, passwords = {}, {}
    for name, role in PEOPLE.items():
        passwords[name] = secrets.token_urlsafe(16)
        is_administrator = role == "administrator"
        user = factories.UserFactory(
            username=name,
            password=passwords[name],
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
        if not is_administrator:
            user.groups.add(Role.objects.get(key=role).group)
        sessions[name] = session_of(user)
    return sessions, passwords


def session_of(user: Any) -> str:
    """The key of a session in which `user` is signed in, in two steps."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY

    from operations.accounts.models import AuthenticatorApp

    app = AuthenticatorApp.objects.get_or_create(user=user, confirmed=True)[0]
    session = SessionStore()
    session[DEVICE_ID_SESSION_KEY] = app.persistent_id
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _path(page: Any) -> str:
    return type(page).objects.get(pk=page.pk).get_url_parts()[2]


if __name__ == "__main__":
    main()
