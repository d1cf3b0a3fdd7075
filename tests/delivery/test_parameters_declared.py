"""Declared parameters: each value from outside is parsed, or refused by name."""

from datetime import date

import pytest
from django.http import QueryDict
from wagtail.api.v2.utils import BadRequestError

from delivery.parameters import (
    LIMIT,
    LOCALE,
    OFFSET,
    Parameter,
    of_action,
    read_parameters,
)

KNOWN = {
    "locale": LOCALE,
    "limit": LIMIT,
    "offset": OFFSET,
    "since": Parameter(description="From this day on.", format="date"),
    "state": Parameter(description="States.", enum=("NW", "BW"), several=True),
    "advised": Parameter(description="Only advised.", type="boolean"),
    "q": Parameter(description="Words.", max_length=5),
    "ags": Parameter(description="Key.", pattern="^[0-9]{8}$"),
}


def test_values_are_parsed_and_defaults_hold() -> None:
    query = QueryDict("limit=5&since=2018-11-07&state=BW,NW&advised=false&q=a&ags=05515000")

    assert read_parameters(KNOWN, query) == {
        "locale": "de",
        "limit": 5,
        "offset": 0,
        "since": date(2018, 11, 7),
        "state": ("BW", "NW"),
        "advised": False,
        "q": "a",
        "ags": "05515000",
    }


@pytest.mark.parametrize(
    "query",
    [
        *[f"limit={value}" for value in ("", "-1", "101", "1.5", "x", "1_0", "١", "9" * 21)],
        "offset=2147483648",
        *[f"since={value}" for value in ("", "2018-13-01", "2018-1-1", "20181107", "2018-W45-3")],
        *[f"state={value}" for value in ("", "nw", "NW,", "NW,XX")],
        *[f"locale={value}" for value in ("", "fr", "DE")],
        "advised=maybe",
        "q=abcdef",
        "ags=5515000",
        "limit=1&limit=1",
        "q=%00",
        "format=xml",
        "nonsense=1",
    ],
)
def test_what_makes_no_sense_is_refused_by_name(query: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        read_parameters(KNOWN, QueryDict(query))

    assert query.split("=")[0] in str(refused.value)


def test_a_required_parameter_is_asked_for() -> None:
    known = {"q": Parameter(description="Words.", required=True)}

    with pytest.raises(BadRequestError, match="q is required"):
        read_parameters(known, QueryDict(""))


def test_what_wagtails_clients_send_is_no_error() -> None:
    assert read_parameters({}, QueryDict("format=json&_=1699999999")) == {}


def test_the_schema_says_what_is_checked() -> None:
    assert KNOWN["limit"].schema() == {
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
        "default": 20,
    }
    assert KNOWN["state"].schema() == {
        "type": "array",
        "items": {"type": "string", "enum": ["NW", "BW"]},
        "minItems": 1,
    }
    assert KNOWN["since"].schema() == {"type": "string", "format": "date"}


def test_an_endpoint_declares_by_action_or_for_its_only_one() -> None:
    by_action = {"listing_view": KNOWN, "detail_view": {}}

    assert of_action(by_action, "listing_view") is KNOWN
    assert of_action(by_action, "detail_view") == {}
    assert of_action(by_action, "find_view") is None
    assert of_action(KNOWN, "anything") is KNOWN
    assert of_action(None, "anything") is None
