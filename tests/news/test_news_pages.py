"""The list of the news and a news item, as a visitor sees them."""

from datetime import date

import pytest
from django.test import Client

from news.models import NewsTopic, RelatedPage
from tests import factories
from tests.dom import document, links, select_options, words
from tests.trees import in_english


@pytest.fixture
def fair_trade(db):
    return factories.TopicFactory(name="Fairer Handel", slug="fairer-handel")


@pytest.fixture
def items(news, fair_trade):
    """Three items of two years; the first is about fair trade and from Baden-Württemberg."""
    first = factories.NewsPageFactory(
        parent=news, title="Aulendorf", date=date(2016, 4, 15), state="BW", place="Aulendorf"
    )
    NewsTopic.objects.create(page=first, topic=fair_trade)
    second = factories.NewsPageFactory(
        parent=news, title="Dortmund", date=date(2016, 12, 7), state="NW"
    )
    third = factories.NewsPageFactory(
        parent=news, title="Bochum", date=date(2018, 11, 7), state="NW"
    )
    return first, second, third


def titles(page) -> list[str]:
    return [words(heading) for heading in page.select(".news-list h2")]


# --- The list -----------------------------------------------------------------------------------


def test_the_filter_offers_what_there_is_with_numbers_and_keeps_the_choice(
    client: Client, news, items
) -> None:
    page = document(client, f"{news.url}?year=2016&state=BW&topic=fairer-handel")
    assert titles(page) == ["Aulendorf"]
    form = page.select_one("form.filters")
    assert (form["method"], form["action"]) == ("get", "/de/aktuelles/")
    assert select_options(form.select_one("[name=year]")) == [
        ("", "Alle", False),
        ("2018", "2018 (0)", False),
        ("2016", "2016 (1)", True),
    ]
    assert ("BW", "Baden-Württemberg (1)", True) in select_options(form.select_one("[name=state]"))
    assert ("fairer-handel", "Fairer Handel (1)", True) in select_options(
        form.select_one("[name=topic]")
    )


def test_every_field_of_the_filter_has_its_label(client: Client, news, items) -> None:
    form = document(client, news.url).select_one("form.filters")
    labels = {label["for"]: words(label) for label in form.select("label")}
    assert {labels[field["id"]] for field in form.select("select")} == {"Jahr", "Land", "Thema"}


def test_chosen_filters_are_shown_and_can_be_taken_away_one_by_one(client, news, items) -> None:
    page = document(client, f"{news.url}?year=2016&state=BW")
    chips = [url for __, url in links(page.select_one(".active-filters"))]
    assert chips == ["/de/aktuelles/?state=BW", "/de/aktuelles/?year=2016", "/de/aktuelles/"]
    assert "Jahr: 2016" in words(page.select_one(".active-filters"))


def test_where_nothing_fits_the_way_back_is_shown(client: Client, news, items) -> None:
    page = document(client, f"{news.url}?year=2018&state=BW")
    assert titles(page) == []
    assert [url for __, url in links(page.select_one(".nothing-found"))] == ["/de/aktuelles/"]


def test_an_empty_list_says_so_without_a_way_back(client: Client, news) -> None:
    page = document(client, news.url)
    assert links(page.select_one(".nothing-found")) == []
    assert words(page.select_one(".nothing-found"))


def test_older_items_are_on_further_pages_with_the_same_filter(client: Client, news) -> None:
    for number in range(12):
        factories.NewsPageFactory(parent=news, date=date(2016, 1, number + 1))
    page = document(client, f"{news.url}?year=2016")
    assert len(titles(page)) == 10
    pages = page.select_one(".pagination")
    assert pages.select_one("[rel=next]")["href"] == "/de/aktuelles/?year=2016&page=2"
    assert pages.select_one("[rel=prev]") is None
    assert words(pages.select_one("[rel=next]")) == "Ältere Meldungen"
    assert words(pages.select_one("[aria-current=page]")).endswith("1")
    last = document(client, f"{news.url}?year=2016&page=2")
    assert len(titles(last)) == 2
    assert last.select_one("[rel=prev]")["href"] == "/de/aktuelles/?year=2016&page=1"
    assert words(last.select_one("[rel=prev]")) == "Neuere Meldungen"
    document(client, f"{news.url}?year=2016&page=3", status=404)


def archive(page) -> list[tuple[str, str]]:
    return links(page.select_one("nav.archive"))


def test_the_archive_has_the_years_with_their_numbers(client: Client, news) -> None:
    for day, state in ((1, "NW"), (2, "BW")):
        factories.NewsPageFactory(parent=news, date=date(2016, 1, day), state=state)
    factories.NewsPageFactory(parent=news, date=date(2018, 1, 1), state="NW")
    factories.NewsPageFactory(parent=news, date=date(2011, 1, 1), live=False)

    assert archive(document(client, news.url)) == [
        ("2018 1 Meldung", f"{news.url}?year=2018"),
        ("2016 2 Meldungen", f"{news.url}?year=2016"),
    ]
    of_a_state = document(client, f"{news.url}?state=BW&year=2016")
    assert archive(of_a_state) == [("2016 1 Meldung", f"{news.url}?year=2016&state=BW")]
    assert of_a_state.select_one("nav.archive [aria-current]") is not None


def test_without_dates_there_is_no_archive(client: Client, news) -> None:
    factories.NewsPageFactory(parent=news, date=None)

    assert document(client, news.url).select_one("nav.archive") is None


def test_further_pages_are_canonical_and_filtered_lists_are_not(client: Client, news) -> None:
    factories.NewsPageFactory.create_batch(11, parent=news, date=date(2016, 1, 1))

    def canonical(query: str) -> str:
        page = document(client, news.url + query)
        return page.select_one("link[rel=canonical]")["href"]

    address = "https://www.example.org/de/aktuelles/"
    assert canonical("?page=2") == f"{address}?page=2"
    assert canonical("?year=2016&page=2") == address


def test_a_short_list_has_no_pages(client: Client, news, items) -> None:
    assert document(client, news.url).select_one(".pagination") is None


# --- The item -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "text", "machine"),
    [
        (
            {"date": date(2016, 4, 15), "end_date": date(2016, 4, 17), "place": "Aulendorf"},
            "Aulendorf, 15.–17. April 2016",
            "2016-04-15",
        ),
        ({"date": date(2010, 11, 1), "date_precision": "month"}, "November 2010", "2010-11"),
        ({"date": date(2010, 1, 1), "date_precision": "year"}, "2010", "2010"),
    ],
)
def test_place_and_day_stand_above_the_item(client: Client, news, values, text, machine) -> None:
    item = factories.NewsPageFactory(parent=news, **values)
    above = document(client, item.url).select_one("article header .meta")
    assert words(above) == text
    assert above.time["datetime"] == machine


def test_an_item_without_day_and_place_has_nothing_above(client: Client, news) -> None:
    item = factories.NewsPageFactory(parent=news)
    assert document(client, item.url).select_one("article header .meta") is None


def test_an_english_item_has_an_english_date(client: Client, english_news, items) -> None:
    english = in_english(items[2], title="Bochum", slug="bochum")
    above = document(client, english.url).select_one("article header .meta")
    assert words(above) == "7 November 2018"


def test_the_picture_has_its_texts_and_a_credit(client: Client, news) -> None:
    image = factories.ImageFactory(credit="Foto: Erika Beispiel")
    item = factories.NewsPageFactory(
        parent=news, image=image, image_alt="Ein Saal", image_caption="Die Tagung"
    )
    figure = document(client, item.url).select_one("article figure")
    assert figure.img["alt"] == "Ein Saal"
    assert words(figure.figcaption) == "Die Tagung Foto: Erika Beispiel"


def test_topics_and_related_pages_are_those_a_visitor_may_see(
    client: Client, news, items, fair_trade
) -> None:
    first, second, third = items
    RelatedPage.objects.create(source=first, page=second)
    RelatedPage.objects.create(source=first, page=third)
    third.unpublish()
    page = document(client, first.url)
    assert [words(tag) for tag in page.select(".aside .tags li")] == ["Fairer Handel"]
    assert [words(card) for card in page.select(".cards h3")] == ["Dortmund"]
