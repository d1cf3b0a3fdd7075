"""What is wrong in a form is said in German, at its field, and nothing typed is lost."""

from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from django.urls import reverse

from news.models import NewsPage
from tests import factories
from tests.admin_forms import form_of, soup
from tests.people import signed_in

pytestmark = pytest.mark.rendering

REQUIRED = "Dieses Feld muss ausgefüllt werden."
ENTERED = {"title": "Tagung", "teaser": "Wer sich traf.", "slug": "tagung", "action-publish": "1"}


@pytest.fixture
def add_url(news) -> str:
    return reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])


def refused(client: Client, url: str, **values: Any) -> Tag:
    """The form as it comes back with its errors; no news item was made by it."""
    before = NewsPage.objects.count()
    page = soup(client.post(url, {**form_of(client, url), **ENTERED, **values}))
    assert NewsPage.objects.count() == before
    return page


def told_at(page: Tag, name: str) -> str:
    return page.select_one(f"[name={name}]").find_parent(class_="w-field").get_text(" ", strip=True)


def test_what_is_required_is_said_at_the_field(add_url) -> None:
    page = refused(signed_in("administrator"), add_url, teaser="")

    assert REQUIRED in told_at(page, "teaser")
    assert page.select_one("[name=title]")["value"] == "Tagung"
    assert "Die Seite konnte" in page.select_one(".messages").get_text()


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        (
            {"date": "2018-11-07", "end_date": "2018-11-01"},
            "end_date",
            "Der letzte Tag liegt vor dem ersten Tag.",
        ),
        ({"date": "gestern"}, "date", "Bitte ein gültiges Datum eingeben."),
        ({"date": "", "start_time": "18:00"}, "start_time", "Geben Sie auch den Tag an."),
    ],
)
def test_wrong_dates_are_said_at_the_field(
    add_url, values: dict[str, str], field: str, message: str
) -> None:
    page = refused(signed_in("administrator"), add_url, **values)

    assert message in told_at(page, field)
    assert page.select_one(f"[name={field}]")["value"] == values[field]


def test_an_address_that_is_taken_is_said_at_the_field(news, add_url) -> None:
    factories.NewsPageFactory(parent=news, slug="tagung")

    page = refused(signed_in("administrator"), add_url)

    assert "tagung" in told_at(page, "slug")
    assert "verwendet" in told_at(page, "slug")


def test_a_block_without_its_picture_is_said_and_the_rest_kept(add_url) -> None:
    block = {"type": "image", "deleted": "", "order": "0", "id": ""}
    values = {"value-image-image": "", "value-image-alt_text": "", "value-caption": "Saal"}

    page = refused(
        signed_in("administrator"),
        add_url,
        **{"body-count": "1"},
        **{f"body-0-{name}": value for name, value in {**block, **values}.items()},
    )

    shown = str(page.select_one("[data-block]"))  # its value and errors, for the browser's scripts
    assert "Saal" in shown
    assert "Dieses Feld muss ausgef" in shown
