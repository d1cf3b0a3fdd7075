"""What is too large is refused before it is read, in a sentence that says how much is taken."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.test.client import FakePayload

from tests.dom import words

pytestmark = pytest.mark.django_db

MEGABYTE = 2**20


class Unread(FakePayload):
    """A body that nobody may touch."""

    def read(self, *args, **kwargs):
        raise AssertionError("the body was read")


def send(path: str, length: str, **headers: str):
    extra = {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    return Client(headers=headers).generic("POST", path, b"", **extra)


@pytest.fixture(autouse=True)
def _little(settings) -> None:
    settings.MAX_REQUEST_BYTES = 2 * MEGABYTE


@pytest.mark.parametrize(
    ("language", "title", "reason"),
    [("de", "Das ist zu groß", "2 MB"), ("en", "That is too large", "2 MB")],
)
def test_a_page_says_how_much_is_taken(english_home, language, title, reason) -> None:
    answer = send(f"/{language}/", str(2 * MEGABYTE + 1))

    main = BeautifulSoup(answer.content, "html5lib").main
    assert answer.status_code == 413
    assert words(main.h1) == title
    assert reason in main.get_text()


@pytest.mark.parametrize("length", [str(2 * MEGABYTE + 1), "9" * 5000, "0" * 20 + "999999999"])
def test_programs_get_a_sentence_too(home, length) -> None:
    for path, headers in (("/api/v2/forms/1/", {}), ("/de/", {"accept": "application/json"})):
        answer = send(path, length, **headers)
        assert answer.status_code == 413
        assert "2 MB at most" in json.loads(answer.content)["message"]


@pytest.mark.parametrize("length", ["R%", "-1", "٣", "1,1", "0x10"])
def test_a_length_that_is_no_number_is_refused(home, length) -> None:
    assert send("/api/v2/forms/1/", length).json() == {"message": "bad request"}
    assert send("/de/", length).status_code == 400


def test_zeros_alone_are_no_length(home) -> None:
    assert send("/de/", "0" * 30).status_code != 413


def test_what_fits_is_read(home) -> None:
    answer = Client().post("/api/v2/forms/1/", {"text": "x" * 1000}, "application/json")

    assert (answer.status_code, answer.json()) == (404, {"message": "not found"})
