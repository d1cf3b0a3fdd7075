"""Every page of the demo content as a visitor gets it, in both languages."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from django.http import HttpResponseBase
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from home.demo.data import read_demo_data
from tests.demo import demo_database, page  # noqa: F401 - fixtures

ROOT = "http://localhost"
PAGES = [(key, language) for key in read_demo_data().german["pages"] for language in ("de", "en")]
# Words that hardly a sentence does without, and that no name on the site holds.
GIVEAWAYS = {
    "de": "the|and|with|this|are|were|from",
    "en": "und|nicht|ist|sind|werden|wurde|mit|auf|eine|dem|den",
}

every_page = pytest.mark.parametrize(("key", "language"), PAGES)
pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]


@pytest.fixture
def db(demo_database: Path) -> Path:  # noqa: F811
    return demo_database


@dataclass(frozen=True)
class Answer:
    """What the site answered to a GET."""

    url: str
    status: int
    content: bytes

    @cached_property
    def document(self) -> BeautifulSoup:
        return BeautifulSoup(self.content, "html.parser")


class Visitor:
    """Asks for each address once."""

    def __init__(self) -> None:
        self.client = Client()
        self.answers: dict[str, Answer] = {}

    def get(self, url: str) -> Answer:
        if url not in self.answers:
            response = self.client.get(url.removeprefix(ROOT))
            self.answers[url] = Answer(url, response.status_code, _content(response))
        return self.answers[url]

    def open(self, key: str, language: str) -> Answer:
        return self.get(urljoin(ROOT, page(key, language).url))


def _content(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.fixture(scope="module")
def visitor(demo_database: Path) -> Visitor:  # noqa: F811
    return Visitor()


@every_page
def test_a_page_answers_with_valid_html_in_its_language(
    visitor: Visitor, key: str, language: str
) -> None:
    answer = visitor.open(key, language)

    assert answer.status == 200
    html5lib.HTMLParser(strict=True).parse(answer.content)
    assert answer.document.html["lang"] == language
    [heading] = answer.document.find_all("h1")
    expected = page(key, language)
    assert heading.get_text(" ", strip=True) == expected.title
    assert answer.document.title.get_text(strip=True).startswith(expected.seo_title)
    assert answer.document.find("main").find("h1")


@every_page
def test_a_page_names_itself_and_its_translation(visitor: Visitor, key: str, language: str) -> None:
    document = visitor.open(key, language).document

    german, english = (urljoin(ROOT, page(key, code).url) for code in ("de", "en"))
    named = {link["hreflang"]: link["href"] for link in document.select("head link[hreflang]")}
    assert named == {"de": german, "en": english, "x-default": german}
    canonical = document.select_one("link[rel=canonical]")["href"]
    assert canonical == {"de": german, "en": english}[language]
    other = {"de": english, "en": german}[language]
    [switch] = document.select(f'header a[hreflang="{"en" if language == "de" else "de"}"]')
    assert urljoin(ROOT, switch["href"]) == other


@every_page
def test_every_internal_link_leads_somewhere(visitor: Visitor, key: str, language: str) -> None:
    answer = visitor.open(key, language)

    links = {urljoin(answer.url, link["href"]) for link in answer.document.select("a[href]")}
    internal = {link for link in links if link.startswith(f"{ROOT}/")}
    assert len(internal) > 10
    for link in internal:
        url, fragment = urldefrag(link)
        target = visitor.get(url)
        assert target.status in (200, 302), link
        assert not fragment or target.document.find(id=fragment), link
    # A link that may lead nowhere loses its address and keeps its text.
    assert not answer.document.select("main a:not([href])")


@every_page
def test_links_stay_in_the_language(visitor: Visitor, key: str, language: str) -> None:
    document = visitor.open(key, language).document

    inside = [link for link in document.select("a[href]") if not link.get("hreflang")]
    paths = {urlsplit(urljoin(ROOT, link["href"])).path for link in inside}
    other = "/en/" if language == "de" else "/de/"
    assert not {path for path in paths if path.startswith(other)}


@every_page
def test_pictures_exist_and_have_an_alternative_text(
    visitor: Visitor, db: Path, key: str, language: str
) -> None:
    document = visitor.open(key, language).document

    for picture in document.select("img, source"):
        for url in _sources(picture):
            if url.startswith("/media/"):
                assert (db / url.removeprefix("/media/")).is_file(), url
    for picture in document.select("img"):
        assert "alt" in picture.attrs
        if "/demo-" in picture["src"] and picture["alt"] and "logo" not in picture["src"]:
            assert picture["alt"].startswith("Illustration")


def _sources(picture: Tag) -> list[str]:
    candidates = [part.split()[0] for part in picture.get("srcset", "").split(",") if part.strip()]
    return [*candidates, *([picture["src"]] if picture.has_attr("src") else [])]


@every_page
def test_no_text_is_left_in_the_other_language(visitor: Visitor, key: str, language: str) -> None:
    document = BeautifulSoup(visitor.open(key, language).content, "html.parser")
    for passage in document.body.select("[lang], script, style"):
        passage.decompose()

    text = re.sub(r"\s+", " ", document.get_text(" ", strip=True))
    assert len(text) > 300
    text = re.sub(r"[“„][^“”„]*[“”]", "", text)  # names and titles stay as they are
    assert re.findall(rf".{{0,40}}\b(?:{GIVEAWAYS[language]})\b.{{0,40}}", text) == []


def test_the_start_page_shows_news_states_figures_and_partners(visitor: Visitor) -> None:
    for language, words in (
        ("de", ["Mehr als 70", "97", "Nordrhein-Westfalen", "7. November 2018"]),
        ("en", ["More than 70", "97", "North Rhine-Westphalia", "7 November 2018"]),
    ):
        text = visitor.open("home", language).document.main.get_text(" ", strip=True)
        for word in words:
            assert word.lower() in text.lower(), word


def test_news_say_when_and_where_as_far_as_it_is_known(visitor: Visitor) -> None:
    for key, german, english in (
        ("news-bochum-2018", "Bochum, 7. November 2018", "Bochum, 7 November 2018"),
        ("news-aulendorf-2016", "Aulendorf, 15.–17. April 2016", "Aulendorf, 15–17 April 2016"),
        ("news-nemo-2015", "17. September 2015", "17 September 2015"),
        ("news-ludwigsburg-2010", "Ludwigsburg, November 2010", "Ludwigsburg, November 2010"),
    ):
        for language, label in (("de", german), ("en", english)):
            text = visitor.open(key, language).document.main.get_text("", strip=False)
            assert label in re.sub(r"\s+", " ", text), label


def test_an_advisor_page_shows_no_contact_that_the_consent_leaves_out(visitor: Visitor) -> None:
    for language in ("de", "en"):
        shown = visitor.open("advisor-1", language).content.decode()
        hidden = visitor.open("advisor-3", language).content.decode()
        assert "profil-1@example.org" in shown
        assert "profil-3@example.org" not in hidden
        assert "23125 003" not in hidden


def test_no_redirect_leads_from_an_address_that_was_never_public(db: Path) -> None:
    assert not Redirect.objects.exists()
