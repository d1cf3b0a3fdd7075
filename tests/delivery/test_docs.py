"""`/api/v2/docs/`: the API for people, from the same document, with examples that work."""

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.delivery.contract import document
from tests.demo import demo_database  # noqa: F401 - a fixture

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]

ADDRESS = "/api/v2/docs/"


@pytest.fixture
def db(demo_database: Path) -> Path:  # noqa: F811
    return demo_database


@pytest.fixture(scope="module")
def page(demo_database: Path) -> BeautifulSoup:  # noqa: F811
    return BeautifulSoup(Client().get(ADDRESS).content, "html5lib")


def test_the_page_shows_every_operation_and_every_shape(page: BeautifulSoup) -> None:
    operations = {article["aria-labelledby"] for article in page.select("article")}
    shapes = {details["id"].removeprefix("shape-") for details in page.select("details[id]")}
    declared = [each for methods in document()["paths"].values() for each in methods.values()]

    assert operations == {operation["operationId"] for operation in declared}
    assert shapes == document()["components"]["schemas"].keys()


def test_every_parameter_and_status_is_there(page: BeautifulSoup) -> None:
    for methods in document()["paths"].values():
        for operation in methods.values():
            article = page.select_one(f"article[aria-labelledby={operation['operationId']}]")
            words = {code.get_text() for code in article.select("dt code, dd p code")}
            assert words >= {parameter["name"] for parameter in operation["parameters"]}
            assert words >= operation["responses"].keys()


def test_every_example_works(page: BeautifulSoup) -> None:
    links = {link["href"] for link in page.select("a[href]") if link["href"].startswith("/api/")}

    assert len(links) > 40
    for link in links:
        response = Client().get(link)
        assert response.status_code in (200, 302), (link, response.content)


def test_every_link_inside_the_page_leads_somewhere(page: BeautifulSoup) -> None:
    ids = [element["id"] for element in page.select("[id]")]

    assert len(set(ids)) == len(ids)
    for link in page.select("a[href^='#']"):
        assert urldefrag(link["href"])[1] in ids


def test_nothing_is_loaded_from_elsewhere(page: BeautifulSoup) -> None:
    loaded = [element["href"] for element in page.select("link[rel=stylesheet], link[rel=icon]")]

    assert all(address.startswith("/static/") for address in loaded)
    assert not page.select("script, img, iframe, [style], style")
    assert "'unsafe-inline'" not in Client().get(ADDRESS)["Content-Security-Policy"]


def test_the_page_is_the_same_for_everybody_and_can_be_kept(admin_client: Client) -> None:
    stranger, editor = Client().get(ADDRESS), admin_client.get(ADDRESS)

    assert stranger.content == editor.content
    assert stranger["Content-Language"] == "en"
    assert not stranger.cookies
    assert Client().get(ADDRESS, headers={"If-None-Match": stranger["ETag"]}).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_can_only_be_read(method: str) -> None:
    assert getattr(Client(), method)(ADDRESS).status_code == 405
