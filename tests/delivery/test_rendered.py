"""Items of lists that were sent are not made again, until something public changes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from wagtail.models import Page

from core.facts import remembered
from core.urls import absolute_url, page_detail_url, page_url, site_root_url
from delivery import rendered
from delivery.http import forget_facts
from delivery.rendered import RenderedItems, RenderedListing
from delivery.rendering import INDENT, PublicJSONRenderer, dumped_item
from tests import hiding
from tests.delivery.content import consent

NEWS = {"type": "news.NewsPage", "fields": "*", "locale": "de"}


def fresh(page: Page) -> Any:
    """The page as it is stored: the site's own object is shared by all tests."""
    return Page.objects.get(pk=page.pk).specific


def queries_of(api: Any, **parameters: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        api.get("pages/", **parameters)
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.django_db
def test_a_list_of_items_that_were_sent_costs_the_query_for_their_keys(api, site):
    api.get("pages/", **NEWS)
    # The record's clock and the keys; their number is seen, because the list is at its end.
    assert len(queries_of(api, **NEWS)) == 2
    assert len(queries_of(api, **NEWS, order="-title")) == 2
    # Other fields are other items; what is nothing but columns takes one query more.
    assert len(queries_of(api, **(NEWS | {"fields": "title"}))) == 3


@pytest.mark.django_db
def test_a_list_is_counted_once(api, site):
    first = NEWS | {"limit": 1}
    answer = api.get("pages/", **first)
    assert answer["meta"]["total_count"] == 2
    queries = queries_of(api, **first, offset=1)
    assert not [query for query in queries if "COUNT(" in query]


@pytest.mark.django_db
def test_what_changed_is_seen_at_once(api, site):
    page = fresh(site.report["de"])
    api.get("pages/", **NEWS)
    page.title = "Ganz anders"
    page.save_revision().publish()
    titles = {item["id"]: item["title"] for item in api.items("pages/", **NEWS)}
    assert titles[page.pk] == "Ganz anders"


@pytest.mark.django_db
@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_what_was_sent_and_is_hidden_is_gone_at_once(api, site, hide):
    page = fresh(site.report["de"])
    assert page.pk in api.ids("pages/", **NEWS)
    hide(page)
    assert page.pk not in api.ids("pages/", **NEWS)


@pytest.mark.django_db
def test_what_a_new_consent_leaves_out_is_gone_at_once(api, site):
    parameters = {"type": "pool.AdvisorPage", "fields": "*", "locale": "de"}
    page = fresh(site.profile["de"])
    (before,) = [item for item in api.items("pages/", **parameters) if item["id"] == page.pk]
    assert before["city"]
    consent(page, scopes=())
    after = [item for item in api.items("pages/", **parameters) if item["id"] == page.pk]
    assert not after or after[0]["city"] == ""


@pytest.mark.django_db
def test_formats_and_fields_are_kept_apart(api, site):
    html = api.get("pages/", **NEWS)
    markdown = api.get("pages/", **NEWS, rich_text_format="markdown")
    assert html["items"][0]["body"] != markdown["items"][0]["body"]
    assert api.get("pages/", **NEWS) == html


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "&limit=0", "&offset=99999", "&fields=*&limit=2"])
def test_a_list_is_written_as_the_framework_writes_it(site, query):
    forget_facts()
    for _again in range(2):
        content = Client().get(f"/api/v2/pages/?type=news.NewsPage{query}")
        assert content.content == JSONRenderer().render(
            content.json(), renderer_context={"indent": INDENT}
        )


def test_no_more_is_kept_than_the_limit(monkeypatch):
    monkeypatch.setattr(rendered, "MAX_SIZE", 25)
    items, made = RenderedItems(), []

    def render(missing: list[int]) -> dict[int, bytes]:
        made.extend(missing)
        return {pk: b"0123456789" for pk in missing if pk != 4}

    assert items.get([1, 2], "kind", render) == [b"0123456789"] * 2
    items.get([1], "kind", render)  # used again, so 2 goes first
    items.get([3], "kind", render)
    assert items.get([1, 4], "kind", render) == [b"0123456789"]
    assert made == [1, 2, 3, 4]
    items.get([2], "kind", render)
    items.get([1], "other kind", render)
    assert made == [1, 2, 3, 4, 2, 1]


def test_numbers_are_those_of_one_state_and_not_too_many(monkeypatch):
    monkeypatch.setattr(rendered, "MAX_NUMBERS", 2)
    with remembered({}):
        assert rendered.number_of("a", lambda: 1) == 1
        assert rendered.number_of("a", lambda: 2) == 1
        rendered.number_of("b", lambda: 1)
        rendered.number_of("c", lambda: 1)
        assert rendered.number_of("a", lambda: 3) == 3
    assert rendered.number_of("a", lambda: 4) == 4


VALUES = {
    "texts": ['ä\u2028\u2029\x01\x7f"\\\n', _("Date"), "", "a\n    b"],
    "times": [datetime(2018, 11, 7, 12, 30, 1, 5000, tzinfo=UTC), date(2018, 11, 7)],
    "numbers": [0, -1, 1.5, 51.4818, 1e15, Decimal("1.50"), True, None],
    "nothing": [[], {}, [[]], {"a": {}}],
    "ümlaut": {"b": [{"c": 1}]},
}


@pytest.mark.parametrize("indent", [None, INDENT])
@pytest.mark.parametrize("value", [*VALUES.values(), VALUES, 2**70, {1: 2}, None])
def test_values_are_written_as_the_framework_writes_them(value, indent):
    context = {"indent": indent}
    expected = JSONRenderer().render(value, renderer_context=context)
    assert PublicJSONRenderer().render(value, renderer_context=context) == expected


def test_items_stand_in_a_list_as_if_all_were_written_together():
    items = [VALUES, {"id": 1}]
    expected = JSONRenderer().render(
        {"meta": {"total_count": 7}, "items": items}, renderer_context={"indent": INDENT}
    )
    assert RenderedListing(7, [dumped_item(item) for item in items]).join() == expected


@pytest.mark.django_db
def test_addresses_are_those_of_wagtail(site):
    for page in Page.objects.filter(depth__gt=1):
        assert page_url(page) == page.full_url
    news = fresh(site.report["de"])
    news.url_path = news.url_path.replace("bericht", "Größe ä")
    assert page_url(news) == news.full_url
    assert page_url(Page(url_path="/nowhere/")) is None
    assert page_detail_url(7) == f"{site_root_url()}/api/v2/pages/7/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/media/a b.jpg", "/media/a b.jpg"),
        ("/de/../x/", "/x/"),
        ("//other.example.org/x", None),
        ("https://other.example.org/x", None),
        ("/x?y=1#z", "/x?y=1#z"),
        ("x", "/x"),
    ],
)
def test_paths_become_addresses_of_the_site(site, path, expected):
    scheme = site_root_url().partition(":")[0]
    outside = path if path.startswith("https") else f"{scheme}:{path}"
    assert absolute_url(path) == (f"{site_root_url()}{expected}" if expected else outside)
