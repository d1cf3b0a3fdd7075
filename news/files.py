"""The feeds and the calendar that every selection of news has."""

from . import calendar, feeds

# File → what people know it as, and its media type.
FILES = {
    feeds.AtomNewsFeed.file: ("Atom", "application/atom+xml"),
    feeds.RssNewsFeed.file: ("RSS", "application/rss+xml"),
    feeds.JsonNewsFeed.file: ("JSON Feed", "application/feed+json"),
    calendar.FILE: ("iCalendar", "text/calendar"),
}
