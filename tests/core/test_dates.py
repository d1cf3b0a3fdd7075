"""Dates as people write them, in the reader's language."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.dates import PartialDate, Precision, format_number, format_span

#: what, start, end, precision, German, English
SPANS = [
    ("a day", (2018, 11, 7), None, "day", "7. November 2018", "7 November 2018"),
    (
        "days of a month",
        (2016, 4, 15),
        (2016, 4, 17),
        "day",
        "15.–17. April 2016",
        "15–17 April 2016",
    ),
    (
        "across months",
        (2016, 4, 29),
        (2016, 5, 2),
        "day",
        "29. April – 2. Mai 2016",
        "29 April – 2 May 2016",
    ),
    (
        "across years",
        (2016, 12, 30),
        (2017, 1, 2),
        "day",
        "30. Dezember 2016 – 2. Januar 2017",
        "30 December 2016 – 2 January 2017",
    ),
    ("the same day twice", (2016, 4, 15), (2016, 4, 15), "day", "15. April 2016", "15 April 2016"),
    ("a month", (2010, 11, 1), None, "month", "November 2010", "November 2010"),
    ("one month twice", (2010, 11, 1), (2010, 11, 30), "month", "November 2010", "November 2010"),
    (
        "months of a year",
        (2010, 3, 1),
        (2010, 12, 1),
        "month",
        "März–Dezember 2010",
        "March – December 2010",
    ),
    (
        "months across years",
        (2010, 11, 1),
        (2011, 2, 1),
        "month",
        "November 2010 – Februar 2011",
        "November 2010 – February 2011",
    ),
    ("a year", (2012, 1, 1), None, "year", "2012", "2012"),
    ("one year twice", (2012, 1, 1), (2012, 12, 31), "year", "2012", "2012"),
    ("years", (2012, 1, 1), (2013, 1, 1), "year", "2012–2013", "2012–2013"),
]


def written(text: str) -> str:
    """CLDR sets the dash between thin spaces; which space it is does not matter here."""
    return text.replace("\N{THIN SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("start", "end", "precision", "german", "english"),
    [span[1:] for span in SPANS],
    ids=[span[0] for span in SPANS],
)
def test_a_span_is_written_in_the_language_of_the_reader(
    start, end, precision, german, english
) -> None:
    start, end = date(*start), end and date(*end)

    with translation.override("de"):
        assert written(format_span(start, end, precision)) == german
    with translation.override("en"):
        assert written(format_span(start, end, precision)) == english


@pytest.mark.parametrize(
    ("text", "first_day", "precision"),
    [
        ("2016", date(2016, 1, 1), Precision.YEAR),
        ("2016-12", date(2016, 12, 1), Precision.MONTH),
        ("2016-12-07", date(2016, 12, 7), Precision.DAY),
        (" 2016-12-07 ", date(2016, 12, 7), Precision.DAY),
        ("2020-02-29", date(2020, 2, 29), Precision.DAY),
    ],
)
def test_a_partial_date_is_read_and_written_again(text, first_day, precision) -> None:
    partial = PartialDate.parse(text)

    assert (partial.first_day, partial.precision) == (first_day, precision)
    assert partial.isoformat() == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "16", "2016-13", "2016-02-30", "2021-02-29", "07.12.2016", "2016-1", "2016-12-", "morgen"],
)
def test_what_is_no_date_is_refused_with_a_sentence_that_repeats_it(text) -> None:
    with pytest.raises(ValidationError) as caught:
        PartialDate.parse(text)

    assert caught.value.code == "invalid_date"
    with translation.override("en"):
        assert f"“{text}” is not a date" in caught.value.messages[0]


def test_a_partial_date_reads_as_exactly_as_it_is_known() -> None:
    with translation.override("en"):
        assert [str(PartialDate.parse(text)) for text in ("2016", "2016-12", "2016-12-07")] == [
            "2016",
            "December 2016",
            "7 December 2016",
        ]


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [(97, "97", "97"), (1499, "1.499", "1,499"), (1.5, "1,5", "1.5"), (-3, "-3", "-3")],
)
def test_numbers_have_the_separators_of_the_language(value, german, english) -> None:
    with translation.override("de"):
        assert format_number(value) == german
    with translation.override("en"):
        assert format_number(value) == english
