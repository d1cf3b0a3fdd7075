"""Feeds and calendars, below the language's address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar

from core.visibility import visible

from . import calendar
from .feeds import FEEDS
from .models import NewsPage
from .occasions import occasion
from .selection import prepared, select


@require_safe
@conditional_page
def of_selection(request: HttpRequest, file: str, topic: str = "", state: str = "") -> HttpResponse:
    """A feed or the calendar of all news, or those of a topic or state."""
    if file in FEEDS:
        return _fresh(FEEDS[file](request, topic=topic, state=state))
    selection = select(topic, state)
    pages = prepared(selection.items)
    return _calendar_response(calendar.calendar_of(selection, pages, get_language()), pages)


@require_safe
@conditional_page
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """The event of one news item as a file; 404 if it has no day or is not visible here."""
    # By `id` and not `pk`, a foreign key: only for a number Django knows that none is too large.
    items = visible(NewsPage.objects.filter(id=pk, locale__language_code=get_language()))
    page = next(iter(prepared(items)), None)
    if page is None or occasion(page) is None:
        raise Http404
    response = _calendar_response(calendar.calendar_of_event(page, get_language()), [page])
    response["Content-Disposition"] = f'attachment; filename="event-{page.pk}.ics"'
    return response


def _calendar_response(events: Calendar, pages: list[NewsPage]) -> HttpResponse:
    response = HttpResponse(events.to_ical(), content_type=calendar.MEDIA_TYPE)
    if pages:
        latest = max(page.updated_at for page in pages)
        response["Last-Modified"] = http_date(latest.timestamp())
    return _fresh(response)


def _fresh(response: HttpResponse) -> HttpResponse:
    """What was withdrawn must not live on in caches: they ask each time, by ETag."""
    patch_cache_control(response, no_cache=True)
    return response
