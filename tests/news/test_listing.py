"""The news list: what its filters find, what they refuse, and what it costs."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.http import Http404, QueryDict
from django.test import Client
from django.utils import translation

from news import listing as listing_module
from news.listing import news_listing
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage
from tests import factories
from tests.queries import queries_for
from tests.trees import in_english, items, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(news: NewsIndexPage) -> dict[str, NewsPage]:
    trade = factories.TopicFactory(name="Fairer Handel", slug="fairer-handel")
    climate = factories.TopicFactory(name="Klima", slug="klima")

    def add(title: str, day: date | None, state: str, *topics) -> NewsPage:
        return factories.NewsPageFactory(
            parent=news,
            title=title,
            date=day,
            state=state,
            topic_links=[NewsTopic(topic=topic) for topic in topics],
        )

    made = [
        add("A", date(2018, 11, 7), "NW", trade, climate),
        add("B", date(2018, 1, 1), "BW", trade),
        add("C", date(2016, 12, 31), "NW"),
        add("D", None, ""),
    ]
    factories.NewsPageFactory(parent=news, title="Entwurf", date=date(2011, 1, 1), live=False)
    return {page.title: page for page in made}


def listing(news: NewsIndexPage, query: str = "") -> dict:
    return news_listing(NewsPage.objects.child_of(news), QueryDict(query), "the list")


def found(news: NewsIndexPage, query: str) -> list[str]:
    return [page.title for page in listing(news, query)["results"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["A", "B", "C", "D"]),
        ("year=2018", ["A", "B"]),
        ("year=2016", ["C"]),
        ("state=NW", ["A", "C"]),
        ("topic=fairer-handel", ["A", "B"]),
        ("topic=klima&state=BW", []),
        ("year=2018&state=NW&topic=klima", ["A"]),
        ("year=&state=&topic=", ["A", "B", "C", "D"]),
        ("year=2018&page=1", ["A", "B"]),
    ],
)
def test_the_filters_find_what_fits(news, archive, query, titles) -> None:
    assert found(news, query) == titles


@pytest.mark.parametrize(
    "query",
    [
        "year=2011",  # only a draft is that old
        "year=abc",
        "year=99999999999999999999",
        "year=2018&year=2016",
        "state=HE",
        "state=nw",
        "topic=unbekannt",
        "topic=%00",
        "author=1",
        "page=0",
        "page=2",
        "page=999",
        "page=abc",
        "page=-1",
        "page=1&page=1",
        "state=NW%27%20OR%201=1",
    ],
)
def test_nonsense_is_answered_with_404_and_without_rows(news, archive, query) -> None:
    with pytest.raises(Http404):
        listing(news, query)

    response = Client().get(f"{news.url}?{query}")
    main = BeautifulSoup(response.content, "html5lib").find("main")
    assert response.status_code == 404
    assert not main.find("a", string="A")


def test_choices_are_those_of_visible_items_in_the_language_of_the_page(
    news, archive, english_news
) -> None:
    def choices(page: NewsIndexPage) -> dict[str, list[tuple[str, str]]]:
        return {
            choice.name: [(value, str(label)) for value, label in choice.options]
            for choice in listing(page)["filters"].choices
        }

    assert choices(news) == {
        "year": [("2018", "2018"), ("2016", "2016")],
        "state": [("BW", "Baden-Württemberg"), ("NW", "Nordrhein-Westfalen")],
        "topic": [("fairer-handel", "Fairer Handel"), ("klima", "Klima")],
    }

    in_english(archive["B"], title="B in English")
    in_english(archive["B"].topic_links.get().topic, name="Fair trade", slug="fair-trade")
    with translation.override("en"):
        assert choices(english_news) == {
            "year": [("2018", "2018")],
            "state": [("BW", "Baden-Württemberg")],
            "topic": [("fair-trade", "Fair trade")],
        }
        assert found(english_news, "topic=fair-trade") == ["B in English"]


def test_an_item_with_two_topics_is_listed_and_counted_once(news, archive) -> None:
    results = listing(news)["results"]

    assert results.paginator.count == 4
    assert [page.title for page in results].count("A") == 1


def test_a_long_list_has_pages_and_keeps_its_filter(news, archive, monkeypatch) -> None:
    monkeypatch.setattr(listing_module, "PAGE_SIZE", 1)

    assert found(news, "state=NW&page=1") == ["A"]
    assert found(news, "state=NW&page=2") == ["C"]
    with pytest.raises(Http404):
        listing(news, "state=NW&page=3")


# --- What it costs --------------------------------------------------------------------------------


def add_items(news: NewsIndexPage, count: int) -> None:
    """Items that each refer to things of their own."""
    for __ in range(count):
        topic, contact = factories.TopicFactory(), factories.ContactPersonFactory()
        other = factories.ContentPageFactory(parent=news.get_parent())
        factories.NewsPageFactory(
            parent=news,
            date=date(2018, 11, 7),
            image=factories.ImageFactory(),
            topic_links=[NewsTopic(topic=topic)],
            related_links=[RelatedPage(page=other)],
            body=stream(
                ("paragraph", f'<p><a linktype="page" id="{other.pk}">x</a></p>'),
                ("contacts", {"title": "", "contacts": items(contact.pk)}),
            ),
        )


# Where the page is (site, route, restrictions, hidden branches): 15; header, language switch and
# footer: 12; the list's filters, count and items with topics, pictures and renditions: 14. The rest
# is room for what may be added to header and footer.
MAXIMUM_OF_THE_LIST = 48


@pytest.mark.parametrize("address", ["/de/aktuelles/", "/de/aktuelles/?year=2018"])
def test_the_list_costs_the_same_with_5_and_with_20_items(news, address) -> None:
    add_items(news, 5)
    with_5 = queries_for(address)
    add_items(news, 15)

    assert queries_for(address) == with_5
    assert with_5 <= MAXIMUM_OF_THE_LIST
