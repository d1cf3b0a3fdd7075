"""The site behind its page cache: the same answers, sooner, and never a stale or private one."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils import timezone

from core.search import index
from delivery.page_cache import clock_line, store
from home.models import ContactPage
from news.models import NewsIndexPage, NewsPage
from tests import factories, hiding
from tests.wsgi import Visitor, visitor

from .conftest import page_cache

pytestmark = pytest.mark.django_db

HIT = "site; hit"
STORED = "site; fwd=miss; stored"
# Of the request, of the encoding, or (last-modified) left out within the second of a change.
OWN = {
    *("x-request-id", "cache-status", "last-modified"),
    *("etag", "vary", "content-encoding", "content-length"),
}


def how(stranger: Visitor, address: str, **headers: str) -> str | None:
    """How the cache has dealt with the request; None if it had no part in it."""
    return stranger.get(address, **headers).headers.get("cache-status")


@pytest.fixture
def item(news: NewsIndexPage) -> NewsPage:
    return factories.NewsPageFactory(parent=news, title="Fachtag in Bochum", slug="fachtag")


def addresses(item: NewsPage) -> list[str]:
    return [
        "/de/",
        "/de/aktuelles/",
        item.url,
        "/de/suche/?q=Bochum",
        "/de/feeds/rss.xml",
        "/api/v2/pages/?type=news.NewsPage&fields=*",
        f"/api/v2/pages/{item.pk}/",
        "/api/v2/navigation/",
        "/sitemap.xml",
        "/robots.txt",
    ]


def without_id(headers: dict[str, str]) -> dict[str, str]:
    own = {
        "x-request-id",
        "last-modified",
        "cache-status",
        "etag",
        "vary",
        "content-encoding",
        "content-length",
    }
    return {name: text for name, text in headers.items() if name not in own}


def test_a_kept_answer_is_djangos_own(stranger, item):
    django = visitor(WSGIHandler())
    for address in addresses(item):
        plain, first, second = django.get(address), stranger.get(address), stranger.get(address)
        assert plain.status == first.status == second.status == 200, address
        assert first.headers["cache-status"] == STORED, address
        assert second.headers["cache-status"] == HIT, address
        assert plain.text == first.text == second.text, address
        expected = without_id(plain.headers)
        assert without_id(first.headers) == without_id(second.headers) == expected, address
        assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_whatever_is_published_is_everywhere_at_the_next_request(stranger, item):
    for address in addresses(item):
        stranger.get(address)
    item.title, item.teaser = "Fachtag in Köln", "Kurz gesagt"
    item.save_revision().publish()
    for address in addresses(item)[1:7]:
        if "suche" in address:
            index.update_pages([item.pk])  # as after a commit, which this test does not reach
            continue
        answer = stranger.get(address)
        assert answer.headers["cache-status"] == STORED, address
        assert "Fachtag in K" in answer.text, address
        assert "Fachtag in Bochum" not in answer.text, address


def test_what_is_withdrawn_is_gone_at_the_next_request(stranger, item):
    for address in addresses(item):
        stranger.get(address)
    item.unpublish()
    assert stranger.get(item.url).status == 404
    for address in set(addresses(item)) - {item.url, f"/api/v2/pages/{item.pk}/"}:
        assert "Fachtag" not in stranger.get(address).text, address


def test_a_search_that_came_too_early_is_not_kept(stranger, item):
    item.title = "Fachtag in Köln"
    item.save_revision().publish()
    # As between the transaction that saves a page and the one in which the search reads it.
    assert "Fachtag in" not in stranger.get("/de/suche/?q=K%C3%B6ln").text
    assert stranger.get("/de/suche/?q=K%C3%B6ln").headers["cache-status"] == HIT
    index.update_pages([item.pk])
    assert "Fachtag in" in stranger.get("/de/suche/?q=K%C3%B6ln").text


def test_a_draft_changes_nothing_and_costs_nothing(stranger, item):
    stranger.get(item.url)
    item.title = "Noch geheim"
    item.save_revision()
    answer = stranger.get(item.url)
    assert answer.headers["cache-status"] == HIT
    assert "geheim" not in answer.text


@pytest.mark.parametrize(
    "hide", [hiding.as_draft, hiding.as_expired, hiding.by_password, hiding.by_login]
)
def test_what_is_hidden_is_neither_kept_nor_given(stranger, item, hide):
    stranger.get(item.url)
    hide(item)
    for __ in range(2):
        answer = stranger.get(item.url)
        assert "cache-status" not in answer.headers
        assert "Fachtag in Bochum" not in answer.text


def test_an_expiry_is_noticed_without_a_write(stranger, item, monkeypatch):
    item.expire_at = timezone.now() + timedelta(hours=1)
    item.save_revision().publish()
    stranger.get(item.url)
    assert how(stranger, item.url) == HIT
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(clock_line, "time", SimpleNamespace(time=later.timestamp))
    assert stranger.get(item.url).status in (404, 410)


def test_who_is_signed_in_is_never_answered_from_what_is_kept(stranger, item, client):
    stranger.get(item.url)
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "password")
    client.force_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    editor = stranger.get(item.url, Cookie=cookie)
    assert "cache-status" not in editor.headers
    assert "userbar" in editor.text
    assert "userbar" not in stranger.get(item.url).text
    assert how(stranger, item.url, Cookie="other=1") == HIT


def test_tokens_writes_and_odd_hosts_pass_by(stranger, item):
    stranger.get(item.url)
    assert how(stranger, item.url, Authorization="Bearer x") is None
    assert how(stranger, item.url, Host="www.example.org:4711") is None
    assert stranger.ask("POST", item.url).headers.get("cache-status") is None
    assert stranger.get(item.url, Host="evil.example").status == 400
    assert how(stranger, item.url) == HIT


def test_a_form_is_made_for_each_visitor(stranger, home):
    page = ContactPage(title="Kontakt", slug="kontakt")
    home.add_child(instance=page)
    factories.ContactFormFieldFactory(page=page)
    page.save_revision().publish()
    first, second = stranger.get(page.url), stranger.get(page.url)
    assert first.status == second.status == 200
    assert "cache-status" not in second.headers
    assert "csrfmiddlewaretoken" in first.text
    assert first.headers["set-cookie"] != second.headers["set-cookie"]


def test_errors_are_not_kept(stranger, item):
    for address in ("/de/nichts/", "/de/aktuelles/?was=1", "/api/v2/pages/?limit=abc"):
        for __ in range(2):
            answer = stranger.get(address)
            assert answer.status in (400, 404)
            assert "cache-status" not in answer.headers


def test_the_order_by_chance_is_another_one_each_time(stranger, item):
    assert how(stranger, "/api/v2/pages/?order=random") is None
    assert how(stranger, "/api/v2/pages/?order=random") is None


def test_unknown_parameters_are_not_kept_apart(stranger, item):
    plain = stranger.get(item.url)
    for number in range(5):
        answer = stranger.get(f"{item.url}?utm_source={number}&fbclid=x{number}")
        assert answer.headers["cache-status"] == HIT
        assert answer.content == plain.content


def test_known_parameters_are_kept_apart(stranger, news, item):
    factories.NewsPageFactory(parent=news, title="Woanders", slug="woanders", state="BW")
    item.state = "NW"
    item.save_revision().publish()
    for state, title in (("NW", "Fachtag in Bochum"), ("BW", "Woanders")):
        address = f"/de/aktuelles/?state={state}"
        assert how(stranger, address) == STORED
        answer = stranger.get(address)
        assert answer.headers["cache-status"] == HIT
        assert title in answer.text
    assert "Woanders" not in stranger.get("/de/aktuelles/?state=NW").text
    first = json.loads(stranger.get("/api/v2/pages/?type=news.NewsPage&limit=1").text)
    second = json.loads(stranger.get("/api/v2/pages/?type=news.NewsPage&limit=1&offset=1").text)
    assert first["items"] != second["items"]


def test_the_end_of_an_event_is_the_end_of_its_page(stranger, item, monkeypatch):
    now = timezone.localtime()
    item.date = now.date()
    item.start_time = (now - timedelta(minutes=1)).time().replace(microsecond=0)
    item.end_date = (now + timedelta(days=1)).date()
    item.end_time = item.start_time
    item.save_revision().publish()
    stranger.get(item.url)
    assert how(stranger, item.url) == HIT
    later = timezone.now().timestamp() + 2 * 86_400
    monkeypatch.setattr(store, "time", SimpleNamespace(time=lambda: later))
    assert how(stranger, item.url) == STORED


def test_a_new_day_is_another_state(item, monkeypatch):
    cache = page_cache()
    stranger = visitor(cache)
    stranger.get(item.url)
    today = cache._line.read().day
    tomorrow = timezone.now() + timedelta(days=1)
    cache._line._midnight = 0.0  # the calendar is looked at when this is over
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert cache._line.read().day > today
    assert how(stranger, item.url) == STORED


def test_scripts_of_other_sites_get_their_own_answer(item, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org"]
    stranger = visitor(page_cache())
    address = "/api/v2/pages/"
    allowed = "access-control-allow-origin"
    assert allowed not in stranger.get(address).headers
    assert allowed not in stranger.get(address, Origin="https://evil.example").headers
    for __ in range(2):
        answer = stranger.get(address, Origin="https://app.example.org")
        assert answer.headers[allowed] == "https://app.example.org"
    assert allowed not in stranger.get(address).headers


def test_a_database_that_is_silent_is_djangos_matter(item, monkeypatch):
    from django.db import OperationalError

    cache = page_cache()

    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(cache._line, "_row", fail)
    answer = visitor(cache).get(item.url)
    assert answer.status == 200  # the test's own connection still answers Django
    assert "cache-status" not in answer.headers


def test_the_line_in_the_log_is_that_of_djangos_answer(stranger, item, caplog):
    from operations.requests.kept import lines

    caplog.set_level("INFO", "site.access")
    lines.write()
    first = stranger.get(f"{item.url}?mail=jemand@example.org")
    second = stranger.get(f"{item.url}?mail=jemand@example.org")
    lines.write()
    made, kept = [record for record in caplog.records if record.name == "site.access"][-2:]
    for name in ("method", "path", "view", "status", "client"):
        assert getattr(made, name) == getattr(kept, name), name
    assert kept.bytes == len(second.content)
    assert "jemand" not in str(vars(kept))
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


def test_a_client_of_django_alone_finds_nothing_kept(item):
    assert "Cache-Status" not in Client().get(item.url).headers
