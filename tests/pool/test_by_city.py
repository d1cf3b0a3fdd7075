"""The directory by city: who stands where, and that no consent is overruled."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from pool import directory as directory_module
from pool.models import AdvisorIndexPage, AdvisorLanguage, AdvisorPage
from tests import factories
from tests.dom import document, links, words
from tests.queries import queries_for
from tests.trees import in_english

pytestmark = pytest.mark.django_db


def advisor(directory: AdvisorIndexPage, title: str, city: str, **consent: bool) -> AdvisorPage:
    page = factories.AdvisorPageFactory(
        parent=directory,
        title=title,
        city=city,
        language_links=[AdvisorLanguage(language="fr" if title < "D" else "ak")],
    )
    factories.AdvisorConsentFactory(advisor=page, **consent)
    return page


@pytest.fixture
def advisors(directory: AdvisorIndexPage) -> list[AdvisorPage]:
    return [
        advisor(directory, "Ama", "Ulm"),
        advisor(directory, "Bao", "Öhringen"),
        advisor(directory, "Chi", "Ulm"),
        advisor(directory, "Dia", "Geheimstadt", shows_city=False),
        advisor(directory, "Ebo", ""),
        advisor(directory, "Fey", "Zell"),
        advisor(directory, "Gan", "Offenburg"),
    ]


def by_city(url: str, query: str = "view=cities") -> BeautifulSoup:
    return document(Client(), f"{url}?{query}")


def groups(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """The headings of the groups, as they are read, and the profiles below them."""
    return [
        (words(section.find("h3")), [words(card) for card in section.select(".card-title")])
        for section in page.select("section.city")
    ]


def switch(page: BeautifulSoup) -> Tag:
    return page.find("nav", class_="views")


def test_profiles_stand_under_their_cities_in_the_order_of_the_alphabet(
    directory, advisors
) -> None:
    page = by_city(directory.url)

    assert groups(page) == [
        ("Offenburg 1 Profil", ["Gan"]),
        ("Öhringen 1 Profil", ["Bao"]),
        ("Ulm 2 Profile", ["Ama", "Chi"]),
        ("Zell 1 Profil", ["Fey"]),
        ("Ohne Ortsangabe 2 Profile", ["Dia", "Ebo"]),
    ]
    assert {heading.name for heading in page.select("section.city .card-title")} == {"h4"}


def test_a_city_that_the_consent_leaves_out_is_told_by_nothing(directory, advisors) -> None:
    response = Client().get(f"{directory.url}?view=cities")

    assert "Geheimstadt" not in response.content.decode()


def test_the_switch_and_the_filters_keep_each_other(directory, advisors) -> None:
    page = by_city(directory.url, "language=fr&view=cities")

    assert groups(page) == [("Öhringen 1 Profil", ["Bao"]), ("Ulm 2 Profile", ["Ama", "Chi"])]
    assert links(switch(page)) == [
        ("Als Liste", f"{directory.url}?language=fr"),
        ("Nach Orten", f"{directory.url}?language=fr&view=cities"),
    ]
    assert words(switch(page).find("a", {"aria-current": "true"})) == "Nach Orten"
    kept = page.select_one("form.filters input[name=view]")
    assert (kept["type"], kept["value"]) == ("hidden", "cities")
    assert page.find("a", class_="remove-all")["href"] == f"{directory.url}?view=cities"
    assert by_city(directory.url, "language=fr").select_one("input[name=view]") is None


def test_the_plain_list_says_that_it_is_one(directory, advisors) -> None:
    page = document(Client(), directory.url)

    assert groups(page) == []
    assert words(switch(page).find("a", {"aria-current": "true"})) == "Als Liste"


def test_both_views_are_one_page_for_search_engines(directory, advisors, monkeypatch) -> None:
    monkeypatch.setattr(directory_module, "PAGE_SIZE", 2)

    def canonical(query: str) -> str:
        return by_city(directory.url, query).find("link", rel="canonical")["href"]

    assert canonical("view=cities&page=2") == directory.full_url
    assert canonical("page=2") == f"{directory.full_url}?page=2"


def test_pages_go_on_in_the_same_order_and_say_so_within_a_city(
    directory, advisors, monkeypatch
) -> None:
    monkeypatch.setattr(directory_module, "PAGE_SIZE", 3)

    first, second, third = (
        by_city(directory.url, f"view=cities&page={number}") for number in (1, 2, 3)
    )

    assert groups(first) == [
        ("Offenburg 1 Profil", ["Gan"]),
        ("Öhringen 1 Profil", ["Bao"]),
        ("Ulm 2 Profile", ["Ama"]),
    ]
    assert groups(second) == [
        ("Ulm Fortsetzung", ["Chi"]),
        ("Zell 1 Profil", ["Fey"]),
        ("Ohne Ortsangabe 2 Profile", ["Dia"]),
    ]
    assert groups(third) == [("Ohne Ortsangabe Fortsetzung", ["Ebo"])]
    pages = second.find("nav", class_="pagination")
    assert pages.find("a", rel="next")["href"] == f"{directory.url}?view=cities&page=3"


@pytest.mark.parametrize("query", ["view=map", "view=Cities", "view=cities&page=2", "view=list"])
def test_what_is_no_view_is_answered_with_404(directory, advisors, query) -> None:
    assert Client().get(f"{directory.url}?{query}").status_code == 404


def test_an_empty_directory_has_no_groups(directory) -> None:
    page = by_city(directory.url)

    assert groups(page) == []
    assert switch(page) is None
    assert "Hier gibt es noch nichts" in words(page.find("main"))


def test_it_reads_in_english(directory, english_directory, advisors) -> None:
    in_english(advisors[0], title="Ama in English")
    in_english(advisors[3], title="Dia in English")

    page = by_city(english_directory.url)

    assert groups(page) == [
        ("Ulm 1 profile", ["Ama in English"]),
        ("No city given 1 profile", ["Dia in English"]),
    ]
    assert [text for text, __ in links(switch(page))] == ["As a list", "By city"]


def test_the_number_of_queries_does_not_grow_with_the_cities(
    directory,
) -> None:
    address = f"{directory.url}?view=cities"
    for number in range(2):
        advisor(directory, f"Profil {number}", f"Stadt {number}")
    few = queries_for(address)
    for number in range(2, 12):
        advisor(directory, f"Profil {number}", f"Stadt {number}", shows_city=number % 2 == 0)

    assert queries_for(address) == few <= 45
