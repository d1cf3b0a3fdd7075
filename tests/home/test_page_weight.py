"""What the pages of the demo content cost a visitor's connection, and how they ask for the rest."""

import gzip
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from home.demo.data import read_demo_data
from tests.demo import demo_database, page  # noqa: F401 - fixtures

LARGEST = 20_000  # bytes of compressed HTML
PAGES = [(key, language) for key in read_demo_data().german["pages"] for language in ("de", "en")]

every_page = pytest.mark.parametrize(("key", "language"), PAGES)
pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]


@pytest.fixture
def db(demo_database: Path) -> Path:  # noqa: F811
    return demo_database


@cache
def content(key: str, language: str) -> bytes:
    """The HTML of a page; asked for once, as nothing here changes it."""
    return Client().get(page(key, language).url).content


def document(key: str, language: str) -> BeautifulSoup:
    return BeautifulSoup(content(key, language), "html.parser")


@every_page
def test_a_page_is_light(key: str, language: str) -> None:
    assert len(gzip.compress(content(key, language), 6)) <= LARGEST


@every_page
def test_the_first_picture_is_loaded_with_priority_and_the_others_when_needed(
    key: str, language: str
) -> None:
    pictures = document(key, language).select("main img")

    for number, picture in enumerate(pictures):
        priority = picture.get("fetchpriority"), picture.get("loading")
        assert priority == ((None, "lazy") if number else ("high", None))


@every_page
def test_pictures_keep_their_place_and_come_in_the_smallest_format_first(
    key: str, language: str
) -> None:
    for picture in document(key, language).select("picture"):
        assert picture.source["type"] == "image/avif"
        assert int(picture.img["width"]) > 0
        assert int(picture.img["height"]) > 0
    for drawing in document(key, language).select("svg"):
        assert drawing.get("viewbox") or drawing.get("width")


@every_page
def test_nothing_holds_up_the_first_view_but_one_stylesheet(key: str, language: str) -> None:
    html = document(key, language)

    assert len(html.select("link[rel=stylesheet]")) == 1
    assert not html.select("style, [style], iframe, link[rel=preload][as=font]")
    for script in html.select("script"):
        is_data = script.get("type") == "application/ld+json"
        assert is_data or script.get("type") == "module" or script.has_attr("defer")
        assert is_data or script.get("src")
    assert not any(name.startswith("on") for tag in html.find_all() for name in tag.attrs)
