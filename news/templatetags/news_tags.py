"""Links to feeds and calendars."""

from collections.abc import Callable
from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.conditions import holds_until
from core.filters import Filters

from ..files import FILES
from ..models import NewsPage
from ..occasions import occasion

register = template.Library()


@dataclass(frozen=True)
class FeedLink:
    """A feed or calendar: what it holds ("News: Fair trade"), its format and its address."""

    subject: str
    format: str
    media_type: str
    url: str


@register.simple_tag
def feed_links(filters: Filters | None = None) -> list[FeedLink]:
    """The feeds and calendars of all news, then those of the topic and of the state that the list
    is narrowed to."""
    links = _links(_("News"), lambda file: reverse("news:all", args=[file]))
    for choice in filters.active if filters else []:
        if choice.name in ("topic", "state"):
            links += _links(
                _("News: %(subject)s") % {"subject": choice.selected_label},
                lambda file, choice=choice: reverse(
                    f"news:of_{choice.name}", args=[choice.selected, file]
                ),
            )
    return links


def _links(subject: str, address: Callable[[str], str]) -> list[FeedLink]:
    return [FeedLink(subject, *FILES[file], address(file)) for file in FILES]


@register.filter
def is_to_come(page: NewsPage) -> bool:
    """Whether the item's event is not over, so that it can be put into a calendar with sense."""
    when = occasion(page)
    if when is None:
        return False
    last = when.end or when.start
    if when.is_all_day:
        return last >= timezone.localdate()
    is_to_come = last >= timezone.now()
    if is_to_come:
        holds_until(last)
    return is_to_come
