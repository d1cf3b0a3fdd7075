"""Calls to action and teasers: one target, in the reader's language, never to what is hidden."""

from datetime import date

import pytest

from news.models import NewsTopic
from tests import factories, hiding
from tests.trees import in_english, items


def action(**link: object) -> dict:
    return {
        "title": "Fragen?",
        "text": "Schreiben Sie uns.",
        "link": {"label": "Kontakt", "page": None, "url": "", "email": "", **link},
    }


def test_a_call_to_action_leads_to_a_page_in_the_reader_s_language(
    show, home, english_home
) -> None:
    page = factories.ContentPageFactory(parent=home, slug="kontakt")
    english = in_english(page, slug="contact")

    for language, target in (("de", page), ("en", english)):
        shown = show("call_to_action", action(page=page.pk), language)
        link = shown.html.find("a")
        assert link.get_text(strip=True) == shown.api["link"]["label"] == "Kontakt"
        assert shown.api["link"]["page"]["id"] == target.pk
        assert shown.api["link"]["page"]["html_url"].endswith(link["href"])
        assert link["href"].endswith(f"/{target.slug}/")
    assert shown.texts("h2") == ["Fragen?"]
    assert "Schreiben Sie uns." in shown.text


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ({"url": "https://example.org/x"}, "https://example.org/x"),
        ({"email": "wir@example.org"}, "mailto:wir@example.org"),
    ],
)
def test_a_call_to_action_leads_elsewhere(show, link, href) -> None:
    shown = show("call_to_action", action(**link))

    assert shown.html.find("a")["href"] == href
    assert {name: shown.api["link"][name] for name in link} == link
    assert shown.api["link"]["page"] is None


def test_without_a_target_that_may_be_seen_there_is_no_link(show, home) -> None:
    page = factories.ContentPageFactory(parent=home)
    hiding.by_password(page)

    shown = show("call_to_action", action(page=page.pk))

    assert shown.html.find("a") is None
    assert "Schreiben Sie uns." in shown.text
    assert shown.api["link"]["page"] is None


@pytest.mark.parametrize(
    "link",
    [
        {},
        {"url": "https://example.org/", "email": "wir@example.org"},
        {"url": "kein Link"},
        {"email": "keine Adresse"},
        {"url": "javascript:alert(1)"},
    ],
)
def test_a_link_has_exactly_one_target(errors_of, db, link) -> None:
    assert set(errors_of("call_to_action", action(**link))) == {"link"}


def test_a_page_and_a_website_are_two_targets(errors_of, home) -> None:
    errors = errors_of("call_to_action", action(page=home.pk, url="https://example.org/"))

    assert "exactly one target" in errors["link"]["url"]


@pytest.mark.parametrize("link", [{"url": "https://example.org/"}, {"email": "wir@example.org"}])
def test_one_target_is_enough(errors_of, link) -> None:
    assert errors_of("call_to_action", action(**link)) == {}


def teasers(**values: object) -> dict:
    return {
        "title": "Aktuelles",
        "source": "newest",
        "pages": [],
        "topic": None,
        "state": "",
        "count": 3,
        **values,
    }


@pytest.fixture
def topic(db):
    return factories.TopicFactory()


@pytest.fixture
def items_of_news(news, topic) -> dict:
    made = {}
    for day, (title, state, topics) in enumerate(
        [("alt", "NW", [topic]), ("mittel", "BW", []), ("neu", "NW", [])], start=1
    ):
        made[title] = factories.NewsPageFactory(
            parent=news,
            title=title,
            state=state,
            place="Bochum",
            date=date(2018, 11, day),
            topic_links=[NewsTopic(topic=one) for one in topics],
        )
    return made


def titles(shown) -> tuple[list[str], list[str]]:
    return shown.texts("h3"), [page["title"] for page in shown.api["pages"]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["neu", "mittel", "alt"]),
        ({"count": 2}, ["neu", "mittel"]),
        ({"state": "NW"}, ["neu", "alt"]),
        ({"state": "HE"}, []),
        ({"state": "NW", "count": 1}, ["neu"]),
    ],
)
def test_teasers_show_the_newest_that_fit(show, items_of_news, values, expected) -> None:
    assert titles(show("teasers", teasers(**values))) == (expected, expected)


def test_teasers_show_the_newest_of_a_topic_in_any_language(
    show, items_of_news, topic, english_news
) -> None:
    in_english(items_of_news["alt"], title="old")
    english_topic = in_english(topic, slug="topic")

    assert titles(show("teasers", teasers(topic=topic.pk))) == (["alt"], ["alt"])
    assert titles(show("teasers", teasers(topic=english_topic.pk), "en")) == (["old"], ["old"])


def test_picked_teasers_keep_their_order_and_follow_the_language(
    show, items_of_news, english_news
) -> None:
    picked = teasers(source="picked", pages=items(items_of_news["alt"].pk, items_of_news["neu"].pk))
    in_english(items_of_news["alt"], title="old")

    assert titles(show("teasers", picked)) == (["alt", "neu"], ["alt", "neu"])
    assert titles(show("teasers", picked, "en")) == (["old", "neu"], ["old", "neu"])


def test_a_teaser_says_where_when_and_what(show, items_of_news) -> None:
    shown = show("teasers", teasers(count=1))

    (page,) = shown.api["pages"]
    assert page["meta"] == "Bochum, 3. November 2018"
    assert page["text"] == "Kurz: neu"
    assert page["type"] == "news.NewsPage"
    assert page["image"] is None
    assert page["meta"] in shown.text
    assert page["text"] in shown.text
    assert page["html_url"].endswith(shown.html.find("a")["href"])


def test_a_teaser_shows_the_picture_unless_it_is_private(
    show, items_of_news, private_collection
) -> None:
    image = factories.ImageFactory()
    page = items_of_news["neu"]
    page.image = image
    page.save()
    shown = show("teasers", teasers(count=1))
    assert shown.api["pages"][0]["image"]["id"] == image.pk
    assert shown.html.find("img")["alt"] == shown.api["pages"][0]["image"]["alt"] == ""

    image.collection = private_collection
    image.save()

    shown = show("teasers", teasers(count=1))
    assert shown.api["pages"][0]["image"] is None
    assert shown.html.find("img") is None


@pytest.mark.parametrize("count", [0, 13, -1])
def test_the_number_of_teasers_has_bounds(errors_of, count) -> None:
    assert set(errors_of("teasers", teasers(count=count))) == {"count"}
