"""What a request costs in queries, with 20 and with 200 news: the same, and few.

As the site runs: what holds for the whole site is known already (`tests.queries`). The news have a
picture, topics, related pages and a text with a link, as those of the demo do.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from news.models import NewsTopic, RelatedPage
from tests.delivery.blocks import block, link_to
from tests.delivery.conftest import Api
from tests.delivery.content import Content, make_image, topic
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

EXPANSIONS = "breadcrumbs,translations,navigation,children,siblings,related,seo"
# request → how many queries it may take, the record's clock among them
ALLOWED = {
    "list of 20, all fields": 12,
    "detail": 12,
    "detail, all expansions": 15,
    "find": 12,
    "navigation": 4,
    "304": 2,
}


class NewsSite(Content):
    def __init__(self) -> None:
        super().__init__()
        self.topics = [topic(f"Topic {number}") for number in range(4)]
        self.targets = [self.content_page(f"Target {number}") for number in range(4)]
        self.pictures = [make_image(f"Picture {number}") for number in range(4)]
        self.count = 0

    def grow(self, count: int) -> None:
        """Add news until there are so many in each language."""
        for number in range(self.count, count):
            target = self.targets[number % 4]["de"]
            pages = self.plain_news(
                f"News {number:03}",
                image=self.pictures[number % 4],
                body=[block("paragraph", link_to(target))],
                state="NW",
            )
            for page in pages.values():
                NewsTopic.objects.create(page=page, topic=self.topics[number % 4]["de"])
                RelatedPage.objects.create(source=page, page=target)
        self.count = count
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, dict[str, int]]]:
    """Number of news → request → queries."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = NewsSite()
        found = {}
        for size in (20, 200):
            made.grow(size)
            found[size] = measured(made)
        yield found
        transaction.set_rollback(True)


def measured(site: NewsSite) -> dict[str, int]:
    api = Api()
    page = site.news_index["en"].get_children().last()
    listed = {"type": "news.NewsPage", "fields": "*", "locale": "en", "limit": 20}
    Client().get("/api/v2/navigation/")  # what the fixtures left to notice
    etag = Client().get("/api/v2/navigation/")["ETag"]

    def ask(address: str, **parameters: Any) -> int:
        return len(queries_of(lambda: api.get(address, **parameters)))

    def revalidate() -> None:
        answer = Client().get("/api/v2/navigation/", headers={"If-None-Match": etag})
        assert answer.status_code == 304

    return {
        "list of 20, all fields": ask("pages/", **listed),
        "detail": ask(f"pages/{page.pk}/"),
        "detail, all expansions": ask(f"pages/{page.pk}/", expand=EXPANSIONS),
        "find": ask("pages/find/", html_path=page.specific.url, fields="*"),
        "navigation": ask("navigation/"),
        "304": len(queries_of(revalidate)),
    }


@pytest.mark.parametrize("request_", ALLOWED)
def test_a_request_costs_the_same_with_20_and_with_200_news(counts, request_):
    assert counts[200][request_] == counts[20][request_] <= ALLOWED[request_], counts
