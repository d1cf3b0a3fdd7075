"""An export of plone.exportimport: one language, blocks of Volto, files beside the entries."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page

from editing.plone.report import Report
from home.models import HomePage

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(volto: Report) -> Iterator[None]:
    """What was imported once for the module, as it was, for each test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def blocks() -> list[tuple[str, Any]]:
    page = Page.objects.get(slug="beratung").specific
    return [(block["type"], block["value"]) for block in page.body.raw_data]


def texts(blocks: list[tuple[str, Any]]) -> str:
    html = "".join(value for kind, value in blocks if kind == "paragraph")
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


def test_blocks_stand_in_the_order_of_the_layout(blocks) -> None:
    assert [kind for kind, value in blocks] == [
        "image",  # the picture of the page
        "heading",
        "paragraph",
        "image",
        "call_to_action",
        "call_to_action",
        "paragraph",
        "quote",
        "questions",
        "paragraph",
        "paragraph",
    ]


def test_marks_lists_and_links_of_slate_are_kept(blocks) -> None:
    html = blocks[2][1]
    news = Page.objects.get(slug="meldung")

    assert "<b>Rat</b>" in html
    assert "<i>Tat</i>" in html
    assert f'<a linktype="page" id="{news.pk}">die Meldung</a>' in html
    assert [item.get_text() for item in BeautifulSoup(html, "html.parser").find_all("li")] == [
        "vor Ort",
        "kostenfrei",
    ]


def test_text_of_older_volto_is_read_as_well(blocks) -> None:
    html = blocks[6][1]

    assert '<b>altem</b> Volto mit <a href="https://example.org/alt">Verweis</a>' in html
    assert "Punkt</li>" in html


def test_a_picture_block_shows_the_picture_of_the_library(blocks) -> None:
    picture = get_image_model().objects.get(title="Karte")

    assert blocks[3][1]["image"]["image"] == picture.pk
    assert blocks[3][1]["image"]["alt_text"] == "Eine Karte"


def test_teaser_and_button_become_prominent_links(blocks) -> None:
    teaser, button = blocks[4][1], blocks[5][1]

    assert teaser["link"]["page"] == Page.objects.get(slug="meldung").pk
    assert teaser["text"] == "Lesen Sie mehr"
    assert button["link"] == {
        "label": "Zum Ministerium",
        "page": None,
        "url": "https://example.org/ministerium",
        "email": "",
    }


def test_an_accordion_becomes_questions_and_answers(blocks) -> None:
    value = dict(blocks)["questions"]

    assert value["title"] == "Fragen"
    assert [entry["value"]["question"] for entry in value["entries"]] == [
        "Was kostet es?",
        "Wer berät?",
    ]


def test_no_text_is_lost(blocks) -> None:
    words = texts(blocks)

    for expected in ("Ort: Köln; Jahr: 2018", "Rohes HTML", "https://video.example.org/2"):
        assert expected in words


def test_the_page_can_be_opened_and_saved_by_an_editor(blocks, admin_client: Client) -> None:
    page = Page.objects.get(slug="beratung")

    assert admin_client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_visitors_see_page_and_news(client: Client) -> None:
    assert "Angebot" in client.get("/de/beratung/").content.decode()
    assert client.get("/de/aktuelles/meldung/").status_code == 200
    assert client.get("/de/beratung/ablauf/").status_code == 404


def test_the_portal_became_the_start_page() -> None:
    home = HomePage.objects.get()

    assert (home.title, home.lead, home.slug) == ("MiGlobe", "Start des neuen Auftritts", "de")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/beratung", "/de/beratung/"),
        ("/alte-beratung", "/de/beratung/"),
        ("/beratung/meldung", "/de/aktuelles/meldung/"),
    ],
)
def test_old_addresses_lead_on(client: Client, old, new) -> None:
    assert client.get(old)["Location"].endswith(new)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/beratung", "the block “myCustomBlock”"),
        ("/beratung", "a list that Plone found by criteria"),
        ("/beratung", "the link to /nirgends leads nowhere"),
        ("/beratung", "titel.png has no credit"),
        ("/beratung", "has no alternative text"),
        ("/boese.png", "is missing"),
    ],
)
def test_what_was_not_understood_is_told(volto: Report, path, words) -> None:
    assert any(note.path == path and words in note.problem for note in volto.notes)


def test_no_file_outside_the_export_is_read() -> None:
    assert not get_image_model().objects.filter(title="Fremde Datei").exists()
