"""The advisor directory: what its filters find, and what they refuse."""

import pytest
from bs4 import BeautifulSoup
from django.http import Http404, QueryDict
from django.test import Client
from django.utils import translation

from pool import directory as directory_module
from pool.directory import advisor_directory
from pool.models import AdvisorIndexPage, AdvisorLanguage, AdvisorPage, AdvisorTopic
from tests import factories
from tests.queries import queries_for
from tests.trees import in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def advisors(directory: AdvisorIndexPage) -> dict[str, AdvisorPage]:
    trade = factories.TopicFactory(name="Fairer Handel", slug="fairer-handel")
    climate = factories.TopicFactory(name="Klima", slug="klima")
    made = {
        "Ama": factories.AdvisorPageFactory(
            parent=directory,
            title="Ama",
            city="Bochum",
            state="NW",
            language_links=[AdvisorLanguage(language="fr"), AdvisorLanguage(language="ak")],
            topic_links=[AdvisorTopic(topic=trade)],
        ),
        "Bao": factories.AdvisorPageFactory(
            parent=directory,
            title="Bao",
            city="Ulm",
            state="BW",
            language_links=[AdvisorLanguage(language="vi"), AdvisorLanguage(language="fr")],
            topic_links=[AdvisorTopic(topic=trade), AdvisorTopic(topic=climate)],
        ),
    }
    for advisor in made.values():
        factories.AdvisorConsentFactory(advisor=advisor)
    factories.AdvisorPageFactory(parent=directory, title="Ohne Einwilligung", city="Geheimstadt")
    return made


def listing(directory: AdvisorIndexPage, query: str = "") -> dict:
    return advisor_directory(AdvisorPage.objects.child_of(directory), QueryDict(query), "the list")


def found(directory: AdvisorIndexPage, query: str) -> list[str]:
    return [page.title for page in listing(directory, query)["results"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Ama", "Bao"]),
        ("state=NW", ["Ama"]),
        ("state=BW", ["Bao"]),
        ("topic=fairer-handel", ["Ama", "Bao"]),
        ("topic=klima", ["Bao"]),
        ("language=fr", ["Ama", "Bao"]),
        ("language=vi", ["Bao"]),
        ("city=Bochum", ["Ama"]),
        ("state=NW&topic=klima", []),
        ("state=BW&topic=fairer-handel&language=fr&city=Ulm", ["Bao"]),
        ("state=&topic=&language=&city=", ["Ama", "Bao"]),
        ("page=1", ["Ama", "Bao"]),
    ],
)
def test_the_filters_find_who_fits(directory, advisors, query, titles) -> None:
    assert found(directory, query) == titles


@pytest.mark.parametrize(
    "query",
    [
        "state=HE",  # a state without advisors is no choice
        "state=nw",
        "topic=unbekannt",
        "language=de",
        "city=Geheimstadt",
        "city=bochum",
        "country=GH",
        "page=0",
        "page=2",
        "page=999",
        "page=abc",
        "state=NW&state=BW",
        "q=Ama",
    ],
)
def test_nonsense_is_answered_with_404(directory, advisors, query) -> None:
    with pytest.raises(Http404):
        listing(directory, query)

    response = Client().get(f"{directory.url}?{query}")
    assert response.status_code == 404
    assert "Ama" not in BeautifulSoup(response.content, "html5lib").find("main").get_text()


def test_choices_are_those_of_visible_profiles_in_the_language_of_the_page(
    directory, advisors, english_directory
) -> None:
    def choices(page: AdvisorIndexPage) -> dict[str, list[tuple[str, str]]]:
        filters = listing(page)["filters"]
        return {
            choice.name: [(value, str(label)) for value, label in choice.options]
            for choice in filters.choices
        }

    german = choices(directory)
    assert german["state"] == [
        ("BW", "Baden-Württemberg"),
        ("NW", "Nordrhein-Westfalen"),
    ]
    assert german["topic"] == [("fairer-handel", "Fairer Handel"), ("klima", "Klima")]
    assert german["language"] == [
        ("ak", "Akan"),
        ("fr", "Französisch"),
        ("vi", "Vietnamesisch"),
    ]
    assert german["city"] == [("Bochum", "Bochum"), ("Ulm", "Ulm")]

    in_english(advisors["Ama"], title="Ama in English")
    in_english(advisors["Ama"].topic_links.get().topic, name="Fair trade", slug="fair-trade")
    with translation.override("en"):
        english = choices(english_directory)
        assert english["topic"] == [("fair-trade", "Fair trade")]
        assert english["language"] == [("ak", "Akan"), ("fr", "French")]
        assert found(english_directory, "topic=fair-trade") == ["Ama in English"]
        with pytest.raises(Http404):  # the German address part belongs to the German page
            listing(english_directory, "topic=fairer-handel")


def test_the_page_shows_who_was_found_and_what_was_chosen(directory, advisors) -> None:
    page = BeautifulSoup(Client().get(f"{directory.url}?topic=klima").content, "html5lib")

    main = page.find("main")
    assert main.find("a", string="Bao")["href"] == advisors["Bao"].url
    assert not main.find("a", string="Ama")
    assert page.find("option", selected=True, value="klima").get_text(strip=True) == "Klima (1)"


def test_a_long_directory_has_pages(directory, monkeypatch, advisors) -> None:
    monkeypatch.setattr(directory_module, "PAGE_SIZE", 1)

    assert found(directory, "page=1") == ["Ama"]
    assert found(directory, "page=2") == ["Bao"]
    assert found(directory, "language=fr&page=2") == ["Bao"]


def test_the_number_of_queries_does_not_grow_with_the_profiles(directory) -> None:
    def add(count: int) -> None:
        for __ in range(count):
            advisor = factories.AdvisorPageFactory(
                parent=directory,
                portrait=factories.ImageFactory(),
                topic_links=[AdvisorTopic(topic=factories.TopicFactory())],
                language_links=[AdvisorLanguage(language="fr")],
            )
            factories.AdvisorConsentFactory(advisor=advisor)

    def queries() -> int:
        return queries_for(directory.url)

    add(3)
    few = queries()
    add(9)

    assert queries() == few <= 45
