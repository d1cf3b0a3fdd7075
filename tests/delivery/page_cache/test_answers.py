"""Encodings, validators and sizes of kept answers."""

import random
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from core.conditions import Conditions
from delivery.changes.clock import read_clock
from delivery.models import Clock
from delivery.page_cache.addressing import Address, Reads, query_key
from delivery.page_cache.answers import chosen_encoding, kept_answer
from delivery.page_cache.clock_line import State
from delivery.page_cache.store import Generation

pytestmark = pytest.mark.django_db

PAGE = "/api/v2/pages/?fields=*"


@pytest.fixture(autouse=True)
def _content(news, english_home) -> None:
    """Something to list."""


ENCODINGS = {"br": "gzip, deflate, br", "gzip": "gzip, deflate", None: "identity"}


def test_each_encoding_is_the_same_text_with_a_validator_of_its_own(stranger):
    answers = {name: stranger.get(PAGE, Accept_Encoding=text) for name, text in ENCODINGS.items()}
    assert {name: answer.headers.get("content-encoding") for name, answer in answers.items()} == {
        name: name for name in ENCODINGS
    }
    assert len({answer.text for answer in answers.values()}) == 1
    assert len({answer.headers["etag"] for answer in answers.values()}) == 3
    for answer in answers.values():
        assert answer.headers["content-length"] == str(len(answer.content))
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert len(answers["br"].content) < len(answers[None].content) / 2


@pytest.mark.parametrize("address", [PAGE, "/de/"])
def test_who_has_an_answer_gets_304(stranger, address):
    for encoding in ENCODINGS.values():
        whole = stranger.get(address, Accept_Encoding=encoding)
        etag = whole.headers["etag"]
        for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            answer = stranger.get(address, Accept_Encoding=encoding, If_None_Match=known)
            assert (answer.status, answer.content) == (304, b"")
            assert answer.headers["etag"] == etag
            assert answer.headers.get("cache-control") == whole.headers.get("cache-control")
            assert "content-length" not in answer.headers
            assert "content-type" not in answer.headers
        assert stranger.get(address, If_None_Match='"other"').status == 200


def test_a_validator_is_known_to_a_cache_that_has_not_kept_the_answer(home):
    from tests.wsgi import visitor

    from .conftest import page_cache

    etag = visitor(page_cache()).get(PAGE).headers["etag"]
    other = visitor(page_cache())
    assert other.get(PAGE, If_None_Match=etag).status == 304
    page = visitor(page_cache()).get("/de/").headers["etag"]
    assert other.get("/de/", If_None_Match=page).status == 304


def test_a_validator_ends_with_a_change(stranger, news):
    etag = stranger.get("/de/aktuelles/").headers["etag"]
    news.title = "Neues"
    news.save_revision().publish()
    assert stranger.get("/de/aktuelles/", If_None_Match=etag).status == 200


def test_a_page_that_a_change_does_not_touch_keeps_its_validator(stranger, home, news):
    from tests import factories

    page = factories.ContentPageFactory(parent=home, title="Über uns", slug="ueber-uns")
    etag = stranger.get(page.url).headers["etag"]
    factories.TopicFactory(name="Fairer Handel")
    answer = stranger.get(page.url, If_None_Match=etag)
    assert answer.status == 304


def test_if_modified_since_counts_where_there_is_no_etag_to_compare(stranger):
    read_clock()
    Clock.objects.update(changed_at=timezone.now() - timedelta(hours=1))  # not just now
    modified = stranger.get(PAGE).headers["last-modified"]
    assert stranger.get(PAGE, If_Modified_Since=modified).status == 304
    assert stranger.get(PAGE, If_Modified_Since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert stranger.get(PAGE, If_Modified_Since="nonsense").status == 200
    both = stranger.get(PAGE, If_Modified_Since=modified, If_None_Match='"other"')
    assert both.status == 200


def test_head_is_get_without_a_body(stranger):
    stranger.get(PAGE)
    got, head = stranger.get(PAGE), stranger.head(PAGE)
    assert head.content == b""
    own = {"x-request-id"}
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in got.headers.items() if k not in own
    }


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("BR;q=0.5", "br"),
        ("*", "br"),
        ("identity, *;q=0", ""),
        ("gzip;q=nonsense", ""),
        ("deflate", ""),
    ],
)
def test_the_encoding_is_one_that_is_accepted(accepted, chosen):
    assert chosen_encoding(accepted) == chosen


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.__setitem__("Cache-Control", "private, max-age=0"),
        lambda response: response.__setitem__("Cache-Control", "no-cache=x"),
        lambda response: response.__setitem__("Vary", "Accept-Language"),
        lambda response: response.__setitem__("Vary", "*"),
        lambda response: response.set_cookie("a", "b"),
        lambda response: setattr(response, "status_code", 301),
        lambda response: setattr(response, "content", b"x" * (2**21 + 1)),
    ],
)
def test_what_is_not_the_same_for_everybody_is_not_kept(change):
    assert kept_answer(HttpResponse("x"), Conditions()) is not None
    response = HttpResponse("x")
    change(response)
    assert kept_answer(response, Conditions()) is None


def test_a_picture_is_not_compressed_again():
    kept = kept_answer(HttpResponse(b"\x89PNG" * 500, content_type="image/png"), Conditions())
    assert not kept.is_compressed


def address(path: str) -> Address:
    return Address("https", "www.example.org", "", path)


def test_what_was_not_asked_for_longest_goes_first():
    generation = Generation(State("e", "t", "d"), most_bytes=60_000)
    noise = random.Random(7)  # noqa: S311 - noise that can't be compressed
    for number in range(20):
        body = noise.randbytes(7_500)
        kept = kept_answer(HttpResponse(body, content_type="image/png"), Conditions())
        generation.keep(address(f"/de/{number}/"), "", kept)
        generation.get((address("/de/0/"), ""))
        assert generation.bytes <= 60_000
    assert generation.get((address("/de/0/"), "")) is not None
    assert generation.get((address("/de/19/"), "")) is not None
    assert generation.get((address("/de/1/"), "")) is None
    assert len(generation) == 6


def test_another_encoding_counts():
    generation = Generation(State("e", "t", "d"), most_bytes=10**6)
    kept = kept_answer(HttpResponse("Wort " * 10_000), Conditions())
    generation.keep(address("/de/"), "", kept)
    before = generation.bytes
    kept.body("")
    generation.get((address("/de/"), ""))
    assert generation.bytes == before + 50_000


def test_a_query_is_reduced_to_what_counts():
    assert query_key("a=1&b=2", Reads()) == ""
    assert query_key("a=1&b=2", Reads(frozenset("b"))) == (("b", "2"),)
    assert query_key("c=1", Reads(frozenset("b"))) == ""
    assert query_key("b=", Reads(frozenset("b"))) == (("b", ""),)
    assert query_key("a=1&b=2", Reads(all=True)) == "a=1&b=2"
