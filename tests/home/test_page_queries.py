"""What each kind of page costs in queries, with 30 and with 90 items of each kind: the same.

As the site runs: what holds for the whole site is known already (`tests.queries`). The numbers are
those of the demo's start page, and of lists whose items have pictures and topics.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from core.models import Image
from home.models import HomePage
from news.models import NewsTopic, RelatedPage
from pool.models import AdvisorLanguage, AdvisorTopic
from tests import factories
from tests.queries import queries_of
from tests.trees import items, make_directory, make_home, make_news, stream

pytestmark = pytest.mark.django_db

SIZES = (30, 90)
# page → how many queries it may take, the record's clock among them
ALLOWED = {
    "start page": 15,
    "news list": 15,
    "news list, filtered": 15,
    "news list, page 2": 15,
    "news item": 15,
    "state with map": 24,
    "directory": 15,
    "directory, filtered": 15,
    "profile": 15,
    "search": 14,
    "not found": 10,
    "atom": 10,
    "rss": 10,
    "calendar": 10,
    "sitemap": 6,
}


class Site:
    """A site whose lists grow."""

    def __init__(self) -> None:
        self.home: HomePage = make_home()
        self.news, self.directory = make_news(self.home), make_directory(self.home)
        self.state = factories.StatePageFactory(parent=self.home, state="NW")
        self.about = factories.ContentPageFactory(parent=self.home, show_in_menus=True)
        self.topics = factories.TopicFactory.create_batch(3)
        self.picture: Image = factories.ImageFactory()
        self.home.body = stream(
            ("topics", {"title": "", "topics": items(*(topic.pk for topic in self.topics))})
        )
        self.home.save()
        self.count = 0
        self.items: list[Any] = []
        self.profiles: list[Any] = []

    def grow(self, count: int) -> None:
        """Add news, profiles and municipalities until there are so many of each."""
        for number in range(self.count, count):
            topic = self.topics[number % 3]
            item = factories.NewsPageFactory(
                parent=self.news, title=f"Fachtagung {number}", image=self.picture, state="NW"
            )
            NewsTopic.objects.create(page=item, topic=topic)
            RelatedPage.objects.create(source=item, page=self.about)
            self.items.append(item)
            profile = factories.AdvisorPageFactory(
                parent=self.directory,
                state="NW",
                portrait=self.picture,
                topic_links=[AdvisorTopic(topic=topic)],
                language_links=[AdvisorLanguage(language="fr")],
            )
            factories.AdvisorConsentFactory(advisor=profile)
            self.profiles.append(profile)
            municipality = factories.MunicipalityFactory(state="NW")
            factories.ConsultationFactory(municipality=municipality)
        self.count = count
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")

    def addresses(self) -> dict[str, str]:
        return {
            "start page": self.home.url,
            "news list": self.news.url,
            "news list, filtered": f"{self.news.url}?state=NW&topic={self.topics[0].slug}",
            "news list, page 2": f"{self.news.url}?page=2",
            "news item": self.items[1].url,
            "state with map": self.state.url,
            "directory": self.directory.url,
            "directory, filtered": f"{self.directory.url}?state=NW&language=fr",
            "profile": self.profiles[1].url,
            "search": "/de/suche/?q=Fachtagung",
            "not found": f"{self.news.url}nichts/",
            "atom": "/de/feeds/atom.xml",
            "rss": "/de/feeds/state/NW/rss.xml",
            "calendar": "/de/feeds/calendar.ics",
            "sitemap": "/sitemap.xml",
        }


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, dict[str, int]]]:
    """Number of items → page → queries."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = Site()
        found = {}
        for size in SIZES:
            site.grow(size)
            found[size] = {name: measured(url, name) for name, url in site.addresses().items()}
        yield found
        transaction.set_rollback(True)


def measured(address: str, name: str) -> int:
    expected = 404 if name == "not found" else 200

    def ask() -> None:
        assert Client().get(address).status_code == expected, address

    return len(queries_of(ask))


@pytest.mark.parametrize("page", ALLOWED)
def test_a_page_costs_the_same_with_few_and_with_many_items(counts: Any, page: str) -> None:
    few, many = (counts[size][page] for size in SIZES)
    assert many == few <= ALLOWED[page], counts


def test_an_anonymous_visitor_is_not_asked_who_they_are(counts: Any) -> None:
    anonymous = Client().get("/de/")
    assert "Vary" not in anonymous
    assert not anonymous.cookies
