"""What the news add to the API's answers about the whole site."""

from django.http import Http404

from core.urls import absolute_url
from delivery.site_info import Feed, register_feeds

from .files import FILES
from .selection import select


@register_feeds
def news_feeds(language: str) -> list[Feed]:
    """Feeds and calendar of all news, in the active language; none without a news list."""
    try:
        selection = select()
    except Http404:
        return []
    return [
        {
            "title": f"{selection.title} ({name})",
            "media_type": media_type,
            "url": absolute_url(selection.url(file)),
        }
        for file, (name, media_type) in FILES.items()
    ]
