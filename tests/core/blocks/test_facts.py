"""Figures, topics, timeline, glossary: website and API say the same, in both languages."""

import pytest

from tests import factories
from tests.trees import in_english, items


def figure(value: str, qualifier: str = "exact", **more: str) -> dict:
    return {
        "value": value,
        "qualifier": qualifier,
        "label": "Beratungen",
        "scope": "",
        "source": "",
        **more,
    }


def figures(*entries: dict) -> dict:
    return {"title": "", "items": items(*entries)}


@pytest.mark.parametrize(
    ("value", "qualifier", "german", "english"),
    [
        ("97", "exact", "97", "97"),
        ("1499", "exact", "1.499", "1,499"),
        ("70", "more_than", "mehr als 70", "more than 70"),
        ("1000", "about", "rund 1.000", "about 1,000"),
        ("2.5", "up_to", "bis zu 2,5", "up to 2.5"),
    ],
)
def test_a_figure_reads_as_it_is_meant(show, value, qualifier, german, english) -> None:
    block = figures(figure(value, qualifier))

    for language, expected in (("de", german), ("en", english)):
        shown = show("figures", block, language)
        assert shown.texts(".figure-value") == [expected]
        assert shown.api["items"][0]["display"] == expected
        assert shown.api["items"][0]["qualifier"] == qualifier


@pytest.mark.parametrize(("value", "number"), [("97", 97), ("97.0", 97), ("2.5", 2.5)])
def test_the_api_gives_the_number_itself(show, value, number) -> None:
    answer = show("figures", figures(figure(value))).api["items"][0]["value"]

    assert answer == number
    assert type(answer) is type(number)


def test_a_figure_says_what_it_counts_for_where_and_from_which_source(show) -> None:
    entries = [
        figure("97", label="Beratungen", scope="beide Länder", source="Bericht 2020"),
        figure("12", label="Treffen", scope="NRW", source="Bericht 2019"),
    ]

    shown = show("figures", figures(*entries))

    assert shown.texts("dt") == ["Beratungen", "Treffen"]
    for entry, answer in zip(entries, shown.api["items"], strict=True):
        assert {name: answer[name] for name in ("label", "scope", "source")} == {
            name: entry[name] for name in ("label", "scope", "source")
        }
        for part in ("label", "scope", "source"):
            assert entry[part] in shown.text


def test_a_source_that_all_figures_share_is_still_named(show) -> None:
    shown = show("figures", figures(figure("97", source="Bericht"), figure("12", source="Bericht")))

    assert shown.text.count("Bericht") >= 1
    assert [item["source"] for item in shown.api["items"]] == ["Bericht", "Bericht"]


@pytest.mark.parametrize(
    ("value", "qualifier", "field"),
    [(None, "exact", "value"), ("97", "perhaps", "qualifier")],
)
def test_what_is_no_figure_is_refused_at_its_field(errors_of, value, qualifier, field) -> None:
    errors = errors_of("figures", figures(figure(value, qualifier)))

    assert set(errors["items"][0]) == {field}


def timeline(start: str, end: str = "") -> dict:
    return {"title": "", "entries": items({"start": start, "end": end, "text": "Beginn"})}


@pytest.mark.parametrize(
    ("start", "end", "german", "english"),
    [
        ("2016", "", "2016", "2016"),
        ("2016-12", "", "Dezember 2016", "December 2016"),
        ("2016-12-07", "", "7. Dezember 2016", "7 December 2016"),
        ("2012", "2013", "2012–2013", "2012–2013"),
        ("2016-10", "2016-12", "Oktober–Dezember 2016", "October – December 2016"),
        ("2016-04-15", "2016-04-17", "15.–17. April 2016", "15–17 April 2016"),
    ],
)
def test_an_entry_says_when_in_the_reader_s_language(show, start, end, german, english) -> None:
    for language, expected in (("de", german), ("en", english)):
        shown = show("timeline", timeline(start, end), language)
        (entry,) = shown.api["entries"]
        # CLDR sets the dash between thin spaces.
        assert entry["when"].replace("\N{THIN SPACE}", " ") == expected
        assert shown.texts("li p")[0].replace("\N{THIN SPACE}", " ") == expected
        assert (entry["start"], entry["end"], entry["text"]) == (start, end, "Beginn")


def test_a_machine_reads_the_date_of_an_entry(show) -> None:
    assert show("timeline", timeline("2016-12")).html.find("time")["datetime"] == "2016-12"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2016", "2015", "end"),
        ("2016-12-07", "2016-12-06", "end"),
        ("2016-12", "2017", "end"),
        ("2016", "2017-01-01", "end"),
        ("2016-13", "", "start"),
        ("2016", "bald", "end"),
        ("", "2016", "start"),
        ("7.12.2016", "", "start"),
    ],
)
def test_a_date_that_cannot_be_is_refused_at_its_field(errors_of, start, end, field) -> None:
    errors = errors_of("timeline", timeline(start, end))

    assert set(errors["entries"][0]) == {field}


@pytest.mark.parametrize(("start", "end"), [("2016", "2016"), ("2016-12-07", "2016-12-08")])
def test_a_span_in_order_is_accepted(errors_of, start, end) -> None:
    assert errors_of("timeline", timeline(start, end)) == {}


def test_a_glossary_explains_short_and_long_names_with_their_language(show) -> None:
    entries = [
        {
            "short": "SKEW",
            "name": "Servicestelle Kommunen",
            "language": "de",
            "explanation": "Advises municipalities",
        },
        {"short": "", "name": "Agence", "language": "fr", "explanation": "An agency"},
    ]

    shown = show("glossary", {"title": "", "entries": items(*entries)}, "en")

    assert shown.texts("dt") == ["SKEW Servicestelle Kommunen", "Agence"]
    assert shown.texts("abbr") == ["SKEW"]
    assert [tag.get("lang") for tag in shown.html.find_all("dt")] == ["de", "fr"]
    assert shown.texts("dd") == ["Advises municipalities", "An agency"]
    assert shown.api["entries"] == entries


def test_topics_are_named_and_described_in_the_reader_s_language(show, english_home) -> None:
    topic = factories.TopicFactory(name="Fairer Handel", description="Fair kaufen")
    english = in_english(topic, name="Fair trade", slug="fair-trade", description="Buying fairly")
    block = {"title": "Themen", "topics": items(topic.pk)}

    for language, expected in (("de", topic), ("en", english)):
        shown = show("topics", block, language)
        assert shown.texts("dt") == [expected.name]
        assert shown.texts("dd") == [expected.description]
        assert shown.api["topics"] == [expected.data()]
        assert shown.api["topics"][0]["slug"] == expected.slug


def test_a_topic_that_was_deleted_is_left_out(show) -> None:
    gone, kept = factories.TopicFactory(), factories.TopicFactory()
    block = {"title": "", "topics": items(gone.pk, kept.pk)}
    gone.delete()

    shown = show("topics", block)

    assert shown.texts("dt") == [kept.name]
    assert [topic["id"] for topic in shown.api["topics"]] == [kept.pk]
