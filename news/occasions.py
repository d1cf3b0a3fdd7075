"""When an item's event begins and ends, as calendars and search engines want to know it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from core.dates import Precision

if TYPE_CHECKING:
    from .models import NewsPage

MIDNIGHT = time.min


@dataclass(frozen=True)
class Occasion:
    """A span of whole days (both `date`) or of time (both `datetime` in the site's time zone).

    `end` is the last day, included, or the moment at which a timed event ends. None: it is not
    known when a timed event ends.
    """

    start: date | datetime
    end: date | datetime | None

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.start, datetime)

    @property
    def end_excluded(self) -> date | datetime | None:
        """The end as iCalendar counts it (RFC 5545, 3.6.1): the first day that is free again."""
        return self.end + timedelta(days=1) if self.is_all_day else self.end


def occasion(page: "NewsPage") -> Occasion | None:
    """The event that a news item is about; None if its day is not known."""
    if page.date is None or page.date_precision != Precision.DAY:
        return None
    last_day = page.end_date or page.date
    if page.start_time is None:
        return Occasion(page.date, last_day)
    start = _moment(page.date, page.start_time)
    if page.end_time:
        return Occasion(start, _moment(last_day, page.end_time))
    if page.end_date:
        return Occasion(start, _moment(page.end_date + timedelta(days=1), MIDNIGHT))
    return Occasion(start, None)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())
