"""Names of countries, languages and states come from lists, in the reader's language."""

import pytest
from django.utils import translation

from core.names import (
    collation_key,
    country_choices,
    country_name,
    is_right_to_left,
    language_choices,
    language_name,
)
from core.places import State


@pytest.mark.parametrize(
    ("name_of", "code", "german", "english"),
    [
        (country_name, "GH", "Ghana", "Ghana"),
        (country_name, "CM", "Kamerun", "Cameroon"),
        (country_name, "ZZ9", "ZZ9", "ZZ9"),
        (language_name, "fr", "Französisch", "French"),
        (language_name, "sw", "Suaheli", "Swahili"),
        (language_name, "xx", "xx", "xx"),
    ],
)
def test_a_code_is_named_in_the_language_of_the_reader(name_of, code, german, english) -> None:
    with translation.override("de"):
        assert name_of(code) == german
    with translation.override("en"):
        assert name_of(code) == english


def test_countries_are_those_of_iso_3166_sorted_by_their_name() -> None:
    with translation.override("de"):
        choices = country_choices()

    codes = [code for code, __ in choices]
    assert {"DE", "GH", "TG", "VN"} <= set(codes)
    assert not {"EU", "UN", "ZZ", "001"} & set(codes)
    # 249 countries and territories of ISO 3166-1, and Kosovo, whose code XK is user-assigned.
    assert len(codes) == len(set(codes)) == 250
    assert codes.index("GH") < codes.index("CM")  # Ghana before Kamerun
    # Afghanistan, Ägypten, Argentinien
    assert codes.index("AF") < codes.index("EG") < codes.index("AR")


def test_names_with_marks_stand_beside_those_without() -> None:
    names = ["Zülpich", "Öhringen", "Ulm", "Ohlsdorf", "Straße", "Strassen", "Łódź", "Lodz", "ulm"]

    assert sorted(names, key=collation_key) == [
        "Lodz",
        "Łódź",
        "Ohlsdorf",
        "Öhringen",
        "Straße",
        "Strassen",
        "Ulm",
        "ulm",
        "Zülpich",
    ]


def test_languages_have_iso_639_codes_without_regions() -> None:
    with translation.override("en"):
        choices = dict(language_choices())

    assert choices["fr"] == "French"
    assert {len(code) for code in choices} == {2, 3}
    names = list(choices.values())
    assert names == sorted(names, key=collation_key)


@pytest.mark.parametrize(
    ("code", "expected"), [("ar", True), ("fa", True), ("he", True), ("fr", False), ("??", False)]
)
def test_the_direction_of_writing_is_known(code, expected) -> None:
    assert is_right_to_left(code) is expected


def test_there_are_sixteen_states_with_their_codes() -> None:
    assert len(State) == 16
    assert all(state.value == state.name and len(state.value) == 2 for state in State)
    with translation.override("de"):
        assert (str(State.NW.label), str(State.BY.label)) == ("Nordrhein-Westfalen", "Bayern")
    with translation.override("en"):
        assert str(State.NW.label) == "North Rhine-Westphalia"
