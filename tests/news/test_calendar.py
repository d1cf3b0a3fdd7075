"""Calendars, read by icalendar: one event, and all of a language, a topic or a state."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar, Event
from wagtail.models import PageViewRestriction

from news.models import NewsIndexPage, NewsPage, NewsTopic
from news.templatetags.news_tags import is_to_come
from tests import factories
from tests.trees import in_english, reloaded

BERLIN = ZoneInfo("Europe/Berlin")


def event_of(client: Client, page: NewsPage, language: str = "de") -> Event:
    response = client.get(f"/{language}/feeds/events/{page.pk}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(response.content).events
    return event


def calendar(client: Client, address: str = "/de/feeds/calendar.ics") -> Calendar:
    return Calendar.from_ical(client.get(address).content)


def summaries(client: Client, address: str = "/de/feeds/calendar.ics") -> list[str]:
    return [str(event["SUMMARY"]) for event in calendar(client, address).events]


@pytest.fixture
def forum(news: NewsIndexPage) -> NewsPage:
    """An event over three days."""
    page = factories.NewsPageFactory(
        parent=news,
        title="Forum: Flucht; Ankommen, Mitgestalten",
        teaser="Rund 50 Menschen,\nvier Kommunen",
        date=date(2016, 4, 15),
        end_date=date(2016, 4, 17),
        place="Aulendorf",
        venue="Dobelmühle",
        state="BW",
        first_published_at=datetime(2016, 4, 18, 8, tzinfo=UTC),
        last_published_at=datetime(2016, 4, 18, 9, 30, tzinfo=UTC),
    )
    topic = factories.TopicFactory(name="Flucht, Ankommen", slug="flucht")
    NewsTopic.objects.create(page=page, topic=topic)
    return page


def test_an_event_says_what_the_page_says(client: Client, forum: NewsPage) -> None:
    event = event_of(client, forum)

    assert event["SUMMARY"] == "Forum: Flucht; Ankommen, Mitgestalten"
    assert event["DESCRIPTION"] == "Rund 50 Menschen,\nvier Kommunen"
    assert event["LOCATION"] == "Dobelmühle, Aulendorf"
    assert event["URL"] == forum.full_url
    assert event.categories == ["Flucht, Ankommen"]
    assert event["SUMMARY"].params["LANGUAGE"] == "de"
    assert event["STATUS"] == "CONFIRMED"


def test_days_end_before_the_day_after(client: Client, forum: NewsPage) -> None:
    event = event_of(client, forum)

    assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
    assert (event.start, event.end) == (date(2016, 4, 15), date(2016, 4, 18))
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_single_day_lasts_until_the_next(client: Client, news: NewsIndexPage) -> None:
    event = event_of(client, factories.NewsPageFactory(parent=news, date=date(2018, 12, 31)))

    assert (event.start, event.end) == (date(2018, 12, 31), date(2019, 1, 1))
    assert "LOCATION" not in event


@pytest.mark.parametrize(
    ("day", "offset"), [(date(2027, 1, 15), 1), (date(2027, 7, 15), 2)], ids=["winter", "summer"]
)
def test_times_are_german_times_with_the_rules_of_the_zone(
    client: Client, news: NewsIndexPage, day: date, offset: int
) -> None:
    page = factories.NewsPageFactory(
        parent=news, date=day, start_time=time(18), end_time=time(20, 30)
    )
    event = event_of(client, page)

    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.start == datetime.combine(day, time(18), tzinfo=BERLIN)
    assert event.start.astimezone(UTC).hour == 18 - offset
    assert event.end - event.start == timedelta(hours=2, minutes=30)
    assert event["TRANSP"] == "OPAQUE"

    content = client.get(f"/de/feeds/events/{page.pk}.ics").content
    [zone] = Calendar.from_ical(content).timezones
    assert zone.tz_name == "Europe/Berlin"
    # The zone as the file describes it, for programs that know none by name.
    described = zone.to_tz(lookup_tzid=False)
    local = datetime.combine(day, time(18)).replace(tzinfo=described)
    assert local.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ({}, None),
        ({"end_date": date(2027, 5, 2)}, datetime(2027, 5, 3, tzinfo=BERLIN)),
        (
            {"end_date": date(2027, 5, 2), "end_time": time(12)},
            datetime(2027, 5, 2, 12, tzinfo=BERLIN),
        ),
    ],
    ids=["no end known", "last day known", "last day and time known"],
)
def test_the_end_of_an_event_with_a_time(
    client: Client, news: NewsIndexPage, values: dict, end: datetime | None
) -> None:
    page = factories.NewsPageFactory(
        parent=news, date=date(2027, 5, 1), start_time=time(9), **values
    )
    event = event_of(client, page)

    assert event.start == datetime(2027, 5, 1, 9, tzinfo=BERLIN)
    assert (event["DTEND"].dt if "DTEND" in event else None) == end


@pytest.mark.parametrize(
    "values",
    [{}, *({"date": date(2010, 11, 1), "date_precision": name} for name in ("month", "year"))],
    ids=["no date", "month", "year"],
)
def test_without_a_day_there_is_no_event(client: Client, news: NewsIndexPage, values: dict) -> None:
    page = factories.NewsPageFactory(parent=news, **values)

    assert client.get(f"/de/feeds/events/{page.pk}.ics").status_code == 404
    assert summaries(client) == []
    assert f"/de/feeds/events/{page.pk}.ics" not in client.get(page.url).content.decode()


def test_both_languages_describe_the_same_event(
    client: Client, forum: NewsPage, english_news: NewsIndexPage
) -> None:
    in_english(forum.topic_links.get().topic, name="Refuge", slug="refuge")
    english = in_english(forum, title="Forum", place="Aulendorf (Germany)")

    german_event, english_event = event_of(client, forum), event_of(client, english, "en")
    assert german_event["UID"] == english_event["UID"] == str(forum.translation_key)
    assert english_event["SUMMARY"] == "Forum"
    assert english_event["SUMMARY"].params["LANGUAGE"] == "en"
    assert english_event["LOCATION"] == "Dobelmühle, Aulendorf (Germany)"
    assert english_event.categories == ["Refuge"]
    assert english_event["URL"] == english.full_url
    assert summaries(client, "/en/feeds/calendar.ics") == ["Forum"]
    assert summaries(client) == [forum.title]
    # An address speaks the language it begins with.
    assert client.get(f"/en/feeds/events/{forum.pk}.ics").status_code == 404


def test_a_change_raises_the_sequence_and_keeps_the_uid(client: Client, forum: NewsPage) -> None:
    before = event_of(client, forum)
    forum.slug, forum.title = "verlegt", "Verlegt"
    forum.save_revision().publish()
    after = event_of(client, forum)

    assert (before["SEQUENCE"], before["LAST-MODIFIED"].dt) == (
        90,  # minutes after the first publication
        datetime(2016, 4, 18, 9, 30, tzinfo=UTC),
    )
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == reloaded(forum).last_published_at.replace(microsecond=0)
    assert after["UID"] == before["UID"]


def test_the_calendar_of_all_events(client: Client, news: NewsIndexPage, forum: NewsPage) -> None:
    evening = factories.NewsPageFactory(
        parent=news, date=date(2040, 7, 1), start_time=time(18), state="NW"
    )
    factories.NewsPageFactory(parent=news)
    found = calendar(client)

    assert {str(event["SUMMARY"]) for event in found.events} == {forum.title, evening.title}
    assert found.calendar_name == "Aktuelles – MiGlobe"
    assert found["SOURCE"] == "https://www.example.org/de/feeds/calendar.ics"
    assert found["URL"] == "https://www.example.org/de/aktuelles/"
    assert found.refresh_interval == timedelta(days=1)
    assert found["PRODID"].endswith("//DE")
    # Also after the year in which many lists of summer times end.
    [zone] = found.timezones
    local = datetime(2040, 7, 1, 18).replace(tzinfo=zone.to_tz(lookup_tzid=False))  # noqa: DTZ001
    assert local.utcoffset() == timedelta(hours=2)


def test_calendars_of_a_topic_and_of_a_state(
    client: Client, news: NewsIndexPage, forum: NewsPage
) -> None:
    other = factories.NewsPageFactory(parent=news, date=date(2018, 1, 1), state="NW")

    assert summaries(client, "/de/feeds/topic/flucht/calendar.ics") == [forum.title]
    assert summaries(client, "/de/feeds/state/NW/calendar.ics") == [other.title]
    assert client.get("/de/feeds/state/BY/calendar.ics").status_code == 404


def test_what_visitors_may_not_see_is_in_no_calendar(
    client: Client, news: NewsIndexPage, forum: NewsPage
) -> None:
    draft = factories.NewsPageFactory(parent=news, date=date(2018, 1, 1), live=False)
    private = factories.NewsPageFactory(parent=news, date=date(2018, 1, 1))
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert summaries(client) == [forum.title]
    for page in (draft, private):
        assert client.get(f"/de/feeds/events/{page.pk}.ics").status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30, "abc", "-1"])
def test_nonsense_is_not_found(client: Client, news: NewsIndexPage, pk: str) -> None:
    assert client.get(f"/de/feeds/events/{pk}.ics").status_code == 404


def test_control_characters_do_not_break_a_calendar(client: Client, news: NewsIndexPage) -> None:
    page = factories.NewsPageFactory(
        parent=news, title="Vor\x0bher\r\nEND:VEVENT", date=date(2018, 1, 1)
    )

    assert event_of(client, page)["SUMMARY"] == "Vor her\nEND:VEVENT"


def test_the_page_of_an_event_to_come_offers_it(client: Client, news: NewsIndexPage) -> None:
    coming = factories.NewsPageFactory(parent=news, date=date(2099, 1, 1))
    past = factories.NewsPageFactory(parent=news, date=date(2018, 1, 1))

    address = f'href="/de/feeds/events/{coming.pk}.ics"'
    html = client.get(coming.url).content.decode()
    assert html.count(address) == 2  # for programs in the head, for people in the text
    assert ">In den Kalender übernehmen</a>" in html
    # In the head only: nobody puts what is over into a calendar.
    html = client.get(past.url).content.decode()
    assert html.count(f'href="/de/feeds/events/{past.pk}.ics"') == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"date": date(2018, 11, 7)}, True),
        ({"date": date(2018, 11, 6)}, False),
        ({"date": date(2018, 11, 5), "end_date": date(2018, 11, 7)}, True),
        ({"date": date(2018, 11, 7), "start_time": time(8), "end_time": time(11)}, False),
        ({"date": date(2018, 11, 7), "start_time": time(8), "end_time": time(13)}, True),
        ({"date": None}, False),
        ({"date": date(2030, 1, 1), "date_precision": "year"}, False),
    ],
)
def test_an_event_is_to_come_until_it_is_over(
    monkeypatch: pytest.MonkeyPatch, values: dict, expected: bool
) -> None:
    noon = datetime(2018, 11, 7, 12, tzinfo=BERLIN)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    assert is_to_come(NewsPage(**values)) is expected
