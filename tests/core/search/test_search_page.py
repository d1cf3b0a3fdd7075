"""The search as visitors and browsers meet it."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from core.search.query import MAX_LENGTH
from core.search.views import OPENSEARCH, PAGE_SIZE
from tests import factories
from tests.trees import in_english

pytestmark = pytest.mark.django_db

ADDRESS = {"de": "/de/suche/", "en": "/en/search/"}


def get(client: Client, query: str | None = None, language: str = "de", **parameters: str):
    if query is not None:
        parameters["q"] = query
    return client.get(ADDRESS[language], parameters)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


@pytest.fixture
def many(home, news, rebuild):
    for number in range(PAGE_SIZE + 2):
        factories.NewsPageFactory(
            parent=news, title=f"Bochum {number}", date="2018-11-07", place="Bochum"
        )
    factories.ContentPageFactory(parent=home, title="Über Bochum")
    rebuild()


@pytest.mark.parametrize(("language", "heading"), [("de", "Suche"), ("en", "Search")])
def test_without_a_text_there_is_the_form_and_a_hint(
    client, english_home, language: str, heading: str
) -> None:
    for response in (get(client, None, language), get(client, "  ", language)):
        page = soup(response)

        assert response.status_code == 200
        assert page.html["lang"] == language
        assert [text(h1) for h1 in page.find_all("h1")] == [heading]
        form = page.find(attrs={"role": "search"})
        field = form.find("input", type="search")
        assert form["action"] == ADDRESS[language]
        assert form["method"] == "get"
        assert page.find("label", attrs={"for": field["id"]})
        assert field["maxlength"] == str(MAX_LENGTH)
        assert page.find(class_="search-results") is None
        assert page.find(role="status") is None


def test_results_show_what_they_are_where_they_stand_and_the_words(client, many) -> None:
    page = soup(get(client, "Bochums"))

    first = page.find(class_="search-result")
    assert text(page.find(role="status")).startswith(f"{PAGE_SIZE + 3} ")
    assert first.h2.a["href"].startswith("/de/aktuelles/bochum-")
    assert [text(mark) for mark in first.h2.find_all("mark")] == ["Bochum"]
    assert "Bochum" in [text(mark) for mark in first.find(class_="search-excerpt")("mark")]
    assert text(first.find(class_="meta")) == "Aktuelles Bochum, 7. November 2018"
    assert page.find("input", type="search")["value"] == "Bochums"


def test_kinds_are_links_with_counts_that_keep_the_text(client, many) -> None:
    links = soup(get(client, "Bochum", type="news")).find(class_="search-kinds").find_all("a")

    by_address = {link["href"]: text(link) for link in links}
    assert list(by_address) == [
        "/de/suche/?q=Bochum",
        "/de/suche/?q=Bochum&type=news",
        "/de/suche/?q=Bochum&type=pages",
    ]
    assert [label.split()[-1] for label in by_address.values()] == ["13", "12", "1"]
    assert [text(link)[-2:] for link in links if link.get("aria-current")] == ["12"]


def test_results_come_in_pages_and_past_the_end_is_a_404(client, many) -> None:
    first, second = (soup(get(client, "Bochum", page=str(number))) for number in (1, 2))

    assert len(first.find_all(class_="search-result")) == PAGE_SIZE
    assert len(second.find_all(class_="search-result")) == 3
    assert second.find(class_="search-results")["start"] == str(PAGE_SIZE + 1)
    following = first.find("a", rel="next")["href"]
    assert following == "/de/suche/?q=Bochum&page=2"
    assert client.get(following).status_code == 200
    for number in ("3", "0", "-1", "x", "1.0", "9" * 30):
        assert get(client, "Bochum", page=number).status_code == 404, number


@pytest.mark.parametrize(
    "address",
    [
        "/de/suche/?q=a&q=b",
        "/de/suche/?q=Bochum&type=nonsense",
        "/de/suche/?q=Bochum&sort=date",
        "/de/search/",
        "/en/suche/",
        "/suche/",
    ],
)
def test_what_the_search_does_not_know_is_a_404(client, home, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["a" * (MAX_LENGTH + 1), "a" * 10_000])
def test_a_text_that_is_too_long_is_refused_with_a_sentence(client, home, query: str) -> None:
    response = get(client, query)

    page = soup(response)
    field = page.find("input", type="search")
    assert response.status_code == 400
    assert str(MAX_LENGTH) in text(page.find(id=field["aria-describedby"]))
    assert field["aria-invalid"] == "true"
    assert len(field["value"]) == MAX_LENGTH


@pytest.mark.parametrize("query", ["\x00", '"', "NEAR(", "AND", "%s", "🙂", "<script>alert(1)"])
def test_weird_text_is_answered_and_escaped(client, home, rebuild, query: str) -> None:
    rebuild()

    response = get(client, query)

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_markup_in_texts_is_escaped_around_the_marks(client, home, rebuild) -> None:
    factories.ContentPageFactory(parent=home, title="<b>Bochum</b>", lead="<i>in</i> Bochum & so")
    rebuild()

    result = soup(get(client, "Bochum")).find(class_="search-result")

    assert result.find(["b", "i"]) is None
    assert text(result.h2) == "<b> Bochum </b>"
    assert str(result.find(class_="search-excerpt")).count("<mark>") == 1


def test_nothing_found_offers_similar_words_and_ways_on(client, news, rebuild) -> None:
    factories.NewsPageFactory(parent=news, title="Kommunen & Länder")
    rebuild()

    page = soup(get(client, "Komunen"))

    suggested = page.find(class_="search-suggestions").find_all("a")
    assert [link["href"] for link in suggested] == ["/de/suche/?q=Kommunen"]
    ways_on = [link["href"] for link in page.find(class_="ways-on").find_all("a")]
    assert ways_on == ["/de/", "/de/aktuelles/"]
    assert page.find(class_="search-results") is None


def test_the_language_switch_leads_to_the_same_search(client, english_home) -> None:
    page = soup(get(client, "Köln & Bonn"))

    switch = page.find(class_="language-switch").find("a", hreflang="en")
    assert switch["href"] == "/en/search/?q=K%C3%B6ln+%26+Bonn"
    assert client.get(switch["href"]).status_code == 200


def test_search_engines_are_told_to_stay_out_and_no_cookie_is_set(client, many) -> None:
    response = get(client, "Bochum")

    assert response["X-Robots-Tag"] == "noindex"
    assert soup(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert not response.cookies


def test_reading_is_all_that_is_allowed(client, home) -> None:
    assert client.post("/de/suche/").status_code == 405
    assert client.head("/de/suche/?q=Haus").status_code == 200


@pytest.mark.parametrize("language", ["de", "en"])
def test_browsers_are_told_how_to_search(client, english_home, language: str) -> None:
    page = soup(client.get(f"/{language}/"))
    link = page.find("link", rel="search")
    response = client.get(link["href"])

    assert link["type"] == response["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    names = {"os": OPENSEARCH}
    assert root.tag == f"{{{OPENSEARCH}}}OpenSearchDescription"
    assert len(root.findtext("os:ShortName", namespaces=names)) <= 16
    assert root.findtext("os:Description", namespaces=names)
    assert root.findtext("os:Language", namespaces=names) == language
    by_type = {url.get("type"): url.get("template") for url in root.findall("os:Url", names)}
    template = by_type["text/html"]
    assert template == f"https://www.example.org{ADDRESS[language]}?q={{searchTerms}}"
    own = by_type["application/opensearchdescription+xml"]
    assert own == f"https://www.example.org/{language}/opensearch.xml"


@pytest.mark.parametrize("slug", ["suche", "search"])
def test_no_page_can_take_the_address_of_the_search(home, slug: str) -> None:
    with pytest.raises(ValidationError) as error:
        factories.ContentPageFactory(parent=home, slug=slug)

    assert "slug" in error.value.message_dict


def test_a_document_is_shown_with_its_format_and_opens(client, home, rebuild) -> None:
    factories.DocumentFactory(title="Leitfaden", language="de")
    rebuild()

    result = soup(get(client, "Leitfaden")).find(class_="search-result")

    assert text(result.find(class_="meta")).startswith("PDF")
    assert result.h2.a["href"].startswith("/documents/")


def test_the_404_page_offers_the_search(client, home) -> None:
    form = soup(client.get("/de/gibt-es-nicht/")).find(attrs={"role": "search"})

    assert form["action"] == "/de/suche/"


def test_an_english_search_speaks_english(client, english_home, rebuild) -> None:
    page = factories.ContentPageFactory(parent=english_home.get_parent().get_first_child())
    in_english(page, title="Municipality", slug="m")
    rebuild()

    response = soup(get(client, "municipalities", "en"))

    assert text(response.find(role="status")) == "1 result for “municipalities”"
