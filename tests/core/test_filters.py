"""Filters choose from lists; nonsense in the address is answered with a sentence, not with rows."""

from collections.abc import Iterator

import pytest
from django.http import Http404, QueryDict
from django.utils import translation

from core.filters import Choice, Filters, paginate


@pytest.fixture(autouse=True)
def sentences_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def filters(query: str) -> Filters:
    return Filters(
        QueryDict(query),
        [
            Choice("year", "Year", [("2018", "2018"), ("2017", "2017")]),
            Choice("state", "State", [("NW", "North Rhine-Westphalia")]),
        ],
    )


def test_a_value_of_the_list_is_selected() -> None:
    chosen = filters("state=NW")

    assert chosen["state"] == "NW"
    assert chosen["year"] == ""
    assert [choice.name for choice in chosen.active] == ["state"]
    assert chosen.active[0].selected_label == "North Rhine-Westphalia"


def test_an_empty_value_selects_nothing() -> None:
    assert filters("state=&year=").active == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "“colour”"),
        ("state=XX", "“XX”"),
        ("state=nw", "“nw”"),
        ("year=2018%20", "“2018 ”"),
        ("year=2018&year=2017", "“year”"),
        ("year=2018&year=2018", "“year”"),
        ("page=1&page=2", "“page”"),
        ("year=%00", "“\x00”"),
        ("=1", "“”"),
    ],
)
def test_anything_else_is_refused_and_named(query, named) -> None:
    with pytest.raises(Http404) as caught:
        filters(query)

    assert named in str(caught.value)


@pytest.mark.parametrize(
    "number", ["", "0", "-1", "4", "999", "abc", "1.5", "01", "1_0", "１", "9" * 17, "9" * 5000]
)
def test_a_page_that_is_not_there_is_refused_and_named(number) -> None:
    with pytest.raises(Http404) as caught:
        paginate(list(range(25)), filters(f"page={number}"), 10)

    assert f"“{number}”" in str(caught.value)


def test_pages_are_numbered_from_one() -> None:
    first = paginate(list(range(25)), filters(""), 10)
    last = paginate(list(range(25)), filters("page=3"), 10)

    assert list(first) == list(range(10))
    assert list(last) == [20, 21, 22, 23, 24]


def test_an_empty_list_has_one_empty_page() -> None:
    assert list(paginate([], filters(""), 10)) == []
    with pytest.raises(Http404):
        paginate([], filters("page=2"), 10)


def test_a_filter_can_be_changed_and_taken_off() -> None:
    chosen = filters("state=NW&year=2018&page=2")

    assert chosen.query() == "?year=2018&state=NW"
    assert chosen.query(year="") == "?state=NW"
    assert chosen.query(year="", state="") == "?"
    assert chosen.query(page="3") == "?year=2018&state=NW&page=3"


def test_an_arrangement_is_chosen_like_a_filter_and_stays_without_them() -> None:
    def viewed(query: str) -> Filters:
        view = Choice("view", "View", [("cities", "By city")])
        return Filters(QueryDict(query), [Choice("year", "Year", [("2018", "2018")])], view)

    chosen = viewed("view=cities&year=2018")

    assert chosen["view"] == "cities"
    assert [choice.name for choice in chosen.active] == ["year"]
    assert chosen.query(page="2") == "?year=2018&view=cities&page=2"
    assert chosen.without_filters() == "?view=cities"
    assert [viewed(query).is_plain for query in ("", "page=2", "year=2018", "view=cities")] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(Http404, match="“map”"):
        viewed("view=map")
