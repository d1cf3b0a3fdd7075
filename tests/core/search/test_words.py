import pytest

from core.search.words import MAX_TERM_LENGTH, fold, term, words

SAME_IN_GERMAN = [
    "Kommune Kommunen KOMMUNE",
    "Beratung Beratungen beraten",
    "Köln Koeln koln KÖLN Kölns",
    "Baden-Württemberg Baden-Wuerttemberg baden-wurttemberg",
    "Düsseldorf Duesseldorf dusseldorf",
    "Mülheim Muelheim",
    "Städte Staedte Stadt Städten",
    "Länder Laender Land Ländern",
    "Straße Strasse Straßen",
    "Äthiopien Aethiopien",
    "Öffnung Oeffnung oeffnungen",
    "neu neue neuen neuer",
    "Frau Frauen",
    "Thema Themen",
    "Zentrum Zentren",
    "NGO NGOs",
    "SDG SDGs",
    "Ghana Ghanas",
    "Berater Beraterin Beraterinnen Berater*innen Berater:innen Berater_innen BeraterInnen",
    "Migrant Migrantin Migrantinnen Migranten Migrant*innen Migrant/-innen",
    "Akteur Akteure Akteurinnen",
    "Kollege Kolleginnen",
    "Köln Cologne Kölns",
    "München Munich Muenchen",
    "Kamerun Cameroon Kameruns",
    "Türkei Turkey Türkiye",
    "Island Iceland",
]
SAME_IN_ENGLISH = [
    "municipality municipalities municipal",
    "consultation consultations",
    "advisor advisors",
    "city cities",
    "value values",
    "Köln Koeln koln",
    "Württemberg Wuerttemberg",
    "partnership partnerships",
    "NGO NGOs",
    "Cologne Köln Koeln",
    "Munich München munchen",
    "Nuremberg Nürnberg",
    "Westphalia Westfalen",
    "Germany Deutschland",
    "Tanzania Tansania",
]
DIFFERENT_IN_GERMAN = [
    "Kommune Kommunikation",
    "Land Landrat",
    "Bonn Bohne",
    "Steuer Stur",
    "Quelle Qulle",
]
DIFFERENT_IN_ENGLISH = ["Iceland island", "constant Constance"]


def terms(text: str, language: str) -> list[str]:
    return [word.term for word in words(text, language)]


@pytest.mark.parametrize(
    ("language", "group"),
    [("de", group) for group in SAME_IN_GERMAN] + [("en", group) for group in SAME_IN_ENGLISH],
)
def test_forms_and_spellings_of_a_word_have_one_term(language: str, group: str) -> None:
    found = {tuple(terms(form, language)) for form in group.split()}

    assert len(found) == 1
    assert found != {()}


@pytest.mark.parametrize(
    ("language", "pair"),
    [("de", pair) for pair in DIFFERENT_IN_GERMAN]
    + [("en", pair) for pair in DIFFERENT_IN_ENGLISH],
)
def test_different_words_have_different_terms(language: str, pair: str) -> None:
    one, other = pair.split()

    assert term(one, language) != term(other, language)


def test_a_word_knows_where_it_stands() -> None:
    text = "Die Berater*innen aus Köln/NRW, 2016"

    assert [text[word.start : word.end] for word in words(text, "de")] == [
        "Berater*innen",
        "Köln",
        "NRW",
        "2016",
    ]


@pytest.mark.parametrize(("language", "text"), [("de", "der und mit"), ("en", "the and with")])
def test_words_that_say_nothing_are_left_out(language: str, text: str) -> None:
    assert terms(text, language) == []


def test_common_words_of_one_language_are_words_of_the_other() -> None:
    assert terms("will die", "en") == ["die"]
    assert terms("our war", "de") == ["our"]


@pytest.mark.parametrize("text", ["", " ", "\x00", '"*()^:-', "—·…", "🙂", "a"])
def test_what_has_no_words_has_no_terms(text: str) -> None:
    assert terms(text, "de") == []


def test_an_endless_word_is_cut() -> None:
    assert len(terms("a" * 10_000, "de")[0]) == MAX_TERM_LENGTH


def test_words_of_other_scripts_are_kept() -> None:
    assert terms("Café Привет", "de") == ["caf", "привет"]
    assert fold("Ångström Łódź") == "angstrom lodz"
