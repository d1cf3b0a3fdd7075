"""Feeds and calendars, below the language's address. How long they may be kept and whether they
changed, `delivery.http` says."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from icalendar import Calendar

from core.visibility import visible

from . import calendar
from .feeds import FEEDS
from .models import NewsPage
from .occasions import occasion
from .selection import prepared, select


@require_safe
def of_selection(request: HttpRequest, file: str, topic: str = "", state: str = "") -> HttpResponse:
    """A feed or the calendar of all news, or those of a topic or state."""
    if file in FEEDS:
        return FEEDS[file](request, topic=topic, state=state)
    selection = select(topic, state)
    pages = prepared(selection.items, calendar.ENTRIES)
    return _calendar_response(calendar.calendar_of(selection, pages, get_language()))


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """The event of one news item as a file; 404 if it has no day or is not visible here."""
    # By `id` and not `pk`, a foreign key: only for a number Django knows that none is too large.
    items = visible(NewsPage.objects.filter(id=pk, locale__language_code=get_language()))
    page = next(iter(prepared(items, 1)), None)
    if page is None or occasion(page) is None:
        raise Http404
    response = _calendar_response(calendar.calendar_of_event(page, get_language()))
    response["Content-Disposition"] = f'attachment; filename="event-{page.pk}.ics"'
    return response


def _calendar_response(events: Calendar) -> HttpResponse:
    return HttpResponse(events.to_ical(), content_type=calendar.MEDIA_TYPE)
