"""Events as iCalendar files (RFC 5545, with the additions of RFC 7986)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event, vDuration, vText
from icalendar.prop import vCategory

from core.plain_text import in_one_line, printable

from .models import NewsPage
from .occasions import occasion
from .selection import Selection

FILE = "calendar.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# As many as a calendar of years; it is asked for again each day by each who subscribed to it.
ENTRIES = 500
ASK_AGAIN = timedelta(days=1)


def calendar_of(selection: Selection, pages: Iterable[NewsPage], language: str) -> Calendar:
    """A calendar to subscribe to, of the pages that are events: those of the newest `ENTRIES`."""
    calendar = _calendar(language)
    # icalendar escapes no line breaks in these two.
    calendar.calendar_name = in_one_line(selection.title)
    calendar.description = in_one_line(selection.description)
    calendar.url = selection.link
    calendar.source = selection.url(FILE)
    calendar.refresh_interval = ASK_AGAIN
    # What Outlook reads in place of REFRESH-INTERVAL.
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    return _with_events(calendar, pages, language)


def calendar_of_event(page: NewsPage, language: str) -> Calendar:
    """A file with a single event; without events if the day is not known."""
    return _with_events(_calendar(language), [page], language)


def _calendar(language: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Website//{language.upper()}")
    calendar.add("version", "2.0")
    return calendar


def _with_events(calendar: Calendar, pages: Iterable[NewsPage], language: str) -> Calendar:
    for page in pages:
        if event := _event(page, language):
            calendar.add_component(event)
    if moments := [event.start for event in calendar.events if isinstance(event.start, datetime)]:
        # The rules of summer time for the years in question, not for all since 1970.
        calendar.add_missing_timezones(
            first_date=date(min(moments).year, 1, 1), last_date=date(max(moments).year + 2, 1, 1)
        )
    return calendar


def _event(page: NewsPage, language: str) -> Event | None:
    when = occasion(page)
    if when is None:
        return None
    event = Event()
    # The same in both languages: who imports the second file has no event twice.
    event.add("uid", str(page.translation_key))
    # Without METHOD, DTSTAMP is the last change too (RFC 5545, 3.8.7.2).
    event.add("dtstamp", page.updated_at)
    event.add("last-modified", page.updated_at)
    event.add("sequence", _sequence(page))
    event.add("dtstart", when.start)
    if when.end:
        event.add("dtend", when.end_excluded)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT" if when.is_all_day else "OPAQUE")
    event.add("url", page.full_url)
    for name, text in (
        ("summary", page.title),
        ("description", page.teaser),
        ("location", ", ".join(part for part in (page.venue, page.place) if part)),
    ):
        if text:
            event.add(name, vText(printable(text)), parameters={"LANGUAGE": language})
    if topics := [printable(topic.name) for topic in page.topics]:
        event.add("categories", vCategory(topics), parameters={"LANGUAGE": language})
    return event


def _sequence(page: NewsPage) -> int:
    """Minutes between the first and the last publication: 0 at first, and more with each change."""
    first = page.first_published_at or page.updated_at
    return max(0, int((page.updated_at - first).total_seconds() // 60))
