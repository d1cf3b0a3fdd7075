"""What a news item should not lack; see `core.content_checks`."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.content_checks import HANDBOOK, Content, Finding, check

from .models import NewsPage

# What a card shows of it before it outgrows its neighbours, in characters.
LONGEST_TEASER = 220


def _news(content: Content) -> bool:
    return isinstance(content.page, NewsPage)


@check("event-picture", source=HANDBOOK)
def events_have_a_picture(content: Content) -> Iterator[Finding]:
    if _news(content) and content.page.date and not content.page.image_id:
        yield Finding(
            _("There is no picture of the event. Lists and shared links show it."), "image"
        )


@check("event-place", source=HANDBOOK)
def events_have_a_place(content: Content) -> Iterator[Finding]:
    page = content.page
    is_event = _news(content) and (page.start_time or page.end_date)
    if is_event and not (page.place or page.venue):
        yield Finding(_("The place of the event is missing."), "place")


@check("teaser-long", source=HANDBOOK)
def teasers_are_short(content: Content) -> Iterator[Finding]:
    if _news(content) and len(content.page.teaser) > LONGEST_TEASER:
        yield Finding(
            _("The teaser has %(length)d characters. Up to %(limit)d fit well into lists.")
            % {"length": len(content.page.teaser), "limit": LONGEST_TEASER},
            "teaser",
        )


@check("body-missing", source=HANDBOOK)
def there_is_a_text(content: Content) -> Iterator[Finding]:
    if _news(content) and not len(content.page.body):
        yield Finding(_("There is no text below the teaser yet."), "body")
