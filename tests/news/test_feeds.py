"""Feeds, read by a feed reader's library, in three formats and two languages."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from news.models import NewsIndexPage, NewsPage, NewsTopic
from tests import factories
from tests.queries import queries_for
from tests.trees import in_english, reloaded, translated

XML_FILES = ["atom.xml", "rss.xml"]
FILES = [*XML_FILES, "feed.json"]
MEDIA_TYPES = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}


def parsed(client: Client, address: str) -> Any:
    """A feed as feedparser understands it; it must be well formed."""
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo, feed.bozo_exception
    return feed


def json_feed(client: Client, address: str = "/de/feeds/feed.json") -> dict[str, Any]:
    return json.loads(client.get(address).content)


def titles(client: Client, address: str) -> list[str]:
    if address.endswith(".json"):
        return [item["title"] for item in json_feed(client, address)["items"]]
    return [entry.title for entry in parsed(client, address).entries]


def about(page: NewsPage, topic: Any) -> NewsPage:
    NewsTopic.objects.create(page=page, topic=topic)
    return page


@pytest.fixture
def report(news: NewsIndexPage) -> NewsPage:
    """A report with all that a feed can show."""
    page = factories.NewsPageFactory(
        parent=news,
        title="Handel & Wandel <2018>",
        teaser="Gäste aus Köln & Bonn",
        date=date(2018, 11, 7),
        place="Bochum",
        state="NW",
        image=factories.ImageFactory(credit="Foto: Erika Beispiel & Co"),
        image_alt="Ein Saal",
        first_published_at=datetime(2018, 11, 8, 9, tzinfo=UTC),
        last_published_at=datetime(2018, 11, 9, 9, tzinfo=UTC),
    )
    return about(page, factories.TopicFactory(name="Fairer Handel", slug="fairer-handel"))


@pytest.mark.parametrize("file", XML_FILES)
def test_atom_and_rss_say_what_the_page_says(client: Client, report: NewsPage, file: str) -> None:
    feed = parsed(client, f"/de/feeds/{file}")

    assert feed.feed.title == "Aktuelles – MiGlobe"
    assert feed.feed.link == "https://www.example.org/de/aktuelles/"
    assert feed.feed.language == "de"
    assert feed.feed.rights == "© MiGlobe. Bilder: siehe den jeweiligen Nachweis."
    own = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == [f"https://www.example.org/de/feeds/{file}"]

    [entry] = feed.entries
    assert entry.title == "Handel & Wandel <2018>"
    assert entry.link == report.full_url
    assert entry.summary == "Gäste aus Köln &amp; Bonn"  # HTML
    assert [tag.term for tag in entry.tags] == ["Fairer Handel"]
    assert entry.published_parsed[:5] == (2018, 11, 6, 23, 0)  # midnight in Germany


@pytest.mark.parametrize("file", XML_FILES)
def test_a_picture_is_an_enclosure_with_size_description_and_credit(
    client: Client, report: NewsPage, file: str
) -> None:
    [entry] = parsed(client, f"/de/feeds/{file}").entries

    [enclosure] = entry.enclosures
    assert enclosure.type == "image/jpeg"
    assert enclosure.href.startswith("https://www.example.org/media/images/")
    stored = enclosure.href.removeprefix("https://www.example.org/media/")
    assert int(enclosure.length) == default_storage.size(stored)
    with default_storage.open(stored) as file_content:
        assert file_content.read(3) == b"\xff\xd8\xff"  # how JPEG begins
    [media] = entry.media_content
    assert (media["url"], media["medium"]) == (enclosure.href, "image")
    assert entry.media_credit[0]["content"] == "Foto: Erika Beispiel & Co"


def test_atom_names_the_last_change_and_the_author(client: Client, report: NewsPage) -> None:
    feed = parsed(client, "/de/feeds/atom.xml")

    assert feed.entries[0].updated_parsed[:5] == (2018, 11, 9, 9, 0)
    assert feed.feed.author_detail.name == "MiGlobe"
    assert feed.feed.updated_parsed >= feed.entries[0].updated_parsed


def test_json_feed_follows_version_1_1(client: Client, report: NewsPage) -> None:
    feed = json_feed(client)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Aktuelles – MiGlobe"
    assert feed["home_page_url"] == "https://www.example.org/de/aktuelles/"
    assert feed["feed_url"] == "https://www.example.org/de/feeds/feed.json"
    assert feed["language"] == "de"
    [item] = feed["items"]
    assert item["url"] == report.full_url
    assert item["title"] == "Handel & Wandel <2018>"
    assert item["content_text"] == "Gäste aus Köln & Bonn"
    assert item["date_published"] == "2018-11-07T00:00:00+01:00"
    assert item["date_modified"] == "2018-11-09T09:00:00+00:00"
    assert item["tags"] == ["Fairer Handel"]
    [attachment] = item["attachments"]
    assert attachment["url"] == item["image"]
    assert attachment["mime_type"] == "image/jpeg"
    assert attachment["title"] == "Foto: Erika Beispiel & Co"
    assert attachment["size_in_bytes"] > 0


@pytest.mark.parametrize("file", FILES)
def test_each_format_has_its_media_type_and_language(
    client: Client, report: NewsPage, english_news: NewsIndexPage, file: str
) -> None:
    for language in ("de", "en"):
        response = client.get(f"/{language}/feeds/{file}")
        assert response.headers["Content-Type"] == MEDIA_TYPES[file]
        assert response.headers["Content-Language"] == language
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("file", FILES)
def test_the_english_feed_holds_the_english_news(
    client: Client, report: NewsPage, english_news: NewsIndexPage, file: str
) -> None:
    topic = report.topic_links.get().topic
    in_english(topic, name="Fair trade", slug="fair-trade")
    english = in_english(report, title="Trade", teaser="Guests from Cologne")

    assert titles(client, f"/en/feeds/{file}") == ["Trade"]
    assert titles(client, f"/en/feeds/topic/fair-trade/{file}") == ["Trade"]
    assert titles(client, f"/de/feeds/{file}") == [report.title]
    if file in XML_FILES:
        feed = parsed(client, f"/en/feeds/{file}")
        assert feed.feed.title == "News – MiGlobe"
        assert feed.feed.rights == "© MiGlobe. Pictures: see the credit of each."
        assert feed.entries[0].link == english.full_url
        assert feed.entries[0].summary == "Guests from Cologne"
        assert [tag.term for tag in feed.entries[0].tags] == ["Fair trade"]


def test_an_entry_keeps_its_name_when_the_page_moves_and_is_told_apart_by_language(
    client: Client, report: NewsPage, english_news: NewsIndexPage
) -> None:
    before = parsed(client, "/de/feeds/atom.xml").entries[0].id
    report.slug, report.title = "anders", "Anders"
    report.save_revision().publish()
    translated(reloaded(report))

    assert before.startswith("urn:uuid:")
    names = {file: parsed(client, f"/de/feeds/{file}").entries[0].id for file in XML_FILES}
    assert set(names.values()) == {before}
    assert json_feed(client)["items"][0]["id"] == before
    assert parsed(client, "/en/feeds/atom.xml").entries[0].id != before


def test_without_a_date_the_first_publication_counts(client: Client, news: NewsIndexPage) -> None:
    published = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
    factories.NewsPageFactory(parent=news, first_published_at=published)

    [item] = json_feed(client)["items"]
    assert datetime.fromisoformat(item["date_published"]) == published


def test_an_event_to_come_was_published_when_its_page_was(
    client: Client, news: NewsIndexPage
) -> None:
    published = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)
    factories.NewsPageFactory(parent=news, date=date(2099, 5, 1), first_published_at=published)

    [item] = json_feed(client)["items"]
    assert datetime.fromisoformat(item["date_published"]) == published


@pytest.mark.parametrize("file", FILES)
def test_feeds_of_a_topic_and_of_a_state(
    client: Client, news: NewsIndexPage, report: NewsPage, file: str
) -> None:
    other = factories.NewsPageFactory(parent=news, state="BW", date=date(2017, 1, 1))

    assert titles(client, f"/de/feeds/{file}") == [report.title, other.title]
    assert titles(client, f"/de/feeds/topic/fairer-handel/{file}") == [report.title]
    assert titles(client, f"/de/feeds/state/BW/{file}") == [other.title]


def test_a_narrowed_feed_has_a_name_and_links_of_its_own(client: Client, report: NewsPage) -> None:
    all_news = parsed(client, "/de/feeds/atom.xml").feed
    of_topic = parsed(client, "/de/feeds/topic/fairer-handel/atom.xml").feed
    of_state = parsed(client, "/de/feeds/state/NW/atom.xml").feed

    assert of_topic.title == "Aktuelles: Fairer Handel – MiGlobe"
    assert of_state.title == "Aktuelles: Nordrhein-Westfalen – MiGlobe"
    assert of_topic.link == "https://www.example.org/de/aktuelles/?topic=fairer-handel"
    assert of_state.link == "https://www.example.org/de/aktuelles/?state=NW"
    assert client.get(of_topic.link.removeprefix("https://www.example.org")).status_code == 200
    assert len({all_news.id, of_topic.id, of_state.id}) == 3


@pytest.mark.parametrize(
    "address",
    [
        "/de/feeds/topic/gibt-es-nicht/atom.xml",
        "/de/feeds/topic/nur-entwurf/atom.xml",
        "/de/feeds/topic/fairer-handel/nichts.xml",
        "/de/feeds/state/XX/atom.xml",
        "/de/feeds/state/nw/atom.xml",
        "/de/feeds/state/BY/atom.xml",
        "/de/feeds/atom/",
        "/de/feeds/",
        "/en/feeds/atom.xml",  # no English news list
        "/feeds/atom.xml",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, report: NewsPage, address: str) -> None:
    draft = factories.NewsPageFactory(parent=report.get_parent(), live=False, state="BY")
    about(draft, factories.TopicFactory(slug="nur-entwurf"))

    assert client.get(address).status_code == 404


def test_what_visitors_may_not_see_is_in_no_feed(
    client: Client, news: NewsIndexPage, report: NewsPage
) -> None:
    factories.NewsPageFactory(parent=news, live=False)
    factories.NewsPageFactory(parent=news, expire_at=timezone.now() - timedelta(hours=1))
    private = factories.NewsPageFactory(parent=news)
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    for file in FILES:
        assert titles(client, f"/de/feeds/{file}") == [report.title]


def test_a_private_news_list_has_no_feed(client: Client, report: NewsPage) -> None:
    index = Page.objects.get(pk=report.get_parent().pk)
    PageViewRestriction.objects.create(page=index, restriction_type="password", password="x")

    assert client.get("/de/feeds/atom.xml").status_code == 404


def test_a_picture_whose_file_is_missing_is_left_out(client: Client, report: NewsPage) -> None:
    report.image.file.storage.delete(report.image.file.name)

    [entry] = parsed(client, "/de/feeds/atom.xml").entries
    assert (entry.title, entry.enclosures) == (report.title, [])


@pytest.mark.parametrize("file", FILES)
def test_characters_that_xml_forbids_do_no_harm(
    client: Client, news: NewsIndexPage, file: str
) -> None:
    """A vertical tab comes along when text is pasted from slides."""
    factories.NewsPageFactory(parent=news, title="Vor\x0bher", teaser="Ein\x0bZeilen\x1fsprung")

    assert titles(client, f"/de/feeds/{file}") == ["Vor her"]


@pytest.mark.parametrize("file", [*FILES, "calendar.ics"])
def test_an_unchanged_feed_is_not_sent_again(client: Client, report: NewsPage, file: str) -> None:
    address = f"/de/feeds/{file}"
    first = client.get(address)

    by_tag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert by_tag.status_code == 304
    assert by_tag.content == b""

    report.title = "Neuer Titel"
    report.save_revision().publish()
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Neuer Titel" in again.content.decode()


def test_an_empty_feed_does_not_change_by_itself(client: Client, news: NewsIndexPage) -> None:
    first, second = client.get("/de/feeds/atom.xml"), client.get("/de/feeds/atom.xml")

    assert parsed(client, "/de/feeds/atom.xml").entries == []
    assert first.headers["ETag"] == second.headers["ETag"]


def test_addresses_come_from_the_site_and_not_from_the_request(
    client: Client, report: NewsPage
) -> None:
    content = client.get("/de/feeds/atom.xml", headers={"Host": "evil.example"}).content

    assert b"evil.example" not in content


def test_feeds_are_only_read(client: Client, report: NewsPage) -> None:
    assert client.post("/de/feeds/atom.xml").status_code == 405


def test_a_page_called_feeds_stays_reachable_and_so_do_the_feeds(
    client: Client, report: NewsPage, home: Any
) -> None:
    home.refresh_from_db()
    page = factories.ContentPageFactory(parent=home, title="Über Feeds", slug="feeds")
    below = factories.ContentPageFactory(parent=page, title="Darunter", slug="topic")

    assert "Über Feeds" in client.get("/de/feeds/").content.decode()
    assert "Darunter" in client.get(below.url).content.decode()
    assert client.get("/de/feeds/topic").headers["Location"] == "/de/feeds/topic/"
    assert titles(client, "/de/feeds/atom.xml") == [report.title]


@pytest.mark.parametrize("file", [*FILES, "calendar.ics"])
def test_the_number_of_queries_does_not_grow_with_the_news(news: NewsIndexPage, file: str) -> None:
    def add(count: int) -> None:
        for __ in range(count):
            page = factories.NewsPageFactory(
                parent=news, date=date(2016, 1, 1), image=factories.ImageFactory()
            )
            about(page, factories.TopicFactory())
        news.refresh_from_db()

    add(2)
    few = queries_for(f"/de/feeds/{file}")
    add(8)
    assert queries_for(f"/de/feeds/{file}") == few
    # The record's clock, news list, news with and without a date, each with their topics' rows;
    # topics, pictures, renditions.
    assert few <= 8


@pytest.mark.parametrize("path", ["/de/", "/de/aktuelles/", "page"])
def test_home_and_news_lead_to_the_feeds(client: Client, report: NewsPage, path: str) -> None:
    links = alternate_links(client, report.url if path == "page" else path)

    assert {
        "application/atom+xml": "/de/feeds/atom.xml",
        "application/rss+xml": "/de/feeds/rss.xml",
        "application/feed+json": "/de/feeds/feed.json",
    }.items() <= links.items()
    for address in links.values():
        assert client.get(address).status_code == 200


def test_a_filtered_list_leads_to_the_feed_of_its_topic(client: Client, report: NewsPage) -> None:
    links = alternate_links(client, "/de/aktuelles/?topic=fairer-handel")
    assert links["application/atom+xml"] == "/de/feeds/topic/fairer-handel/atom.xml"

    links = alternate_links(client, "/de/aktuelles/?state=NW")
    assert links["application/rss+xml"] == "/de/feeds/state/NW/rss.xml"


def test_a_site_without_news_leads_to_no_feed(client: Client, home: Any) -> None:
    assert alternate_links(client, "/de/") == {}


def alternate_links(client: Client, path: str) -> dict[str, str]:
    """Media type → address of the last link to a feed or calendar in the head of a page."""

    head = BeautifulSoup(client.get(path).content, "html.parser").head
    return {link["type"]: link["href"] for link in head.select("link[rel=alternate][type]")}
