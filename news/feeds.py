"""News feeds. Addresses end in the name of a file, which no page's address can do."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.identifiers import page_urn
from core.social import file_size, jpeg
from core.urls import absolute_url

from .feed_formats import Atom, FeedPicture, JsonFeed, Rss
from .models import NewsPage
from .selection import Selection, prepared, select

ENTRIES = 30
PICTURE_SPECIFICATION = "width-800|format-jpeg"  # one of core.images.SPECIFICATIONS: is loaded


class NewsFeed(Feed):
    """The newest news of a selection, in the active language."""

    file = ""

    def get_object(self, request: HttpRequest, topic: str = "", state: str = "") -> Selection:
        return select(topic, state)

    def title(self, selection: Selection) -> str:
        return selection.title

    def link(self, selection: Selection) -> str:
        return selection.link

    def description(self, selection: Selection) -> str:
        return selection.description

    subtitle = description

    def feed_url(self, selection: Selection) -> str:
        return selection.url(self.file)

    def feed_guid(self, selection: Selection) -> str:
        """One name for the same news in all formats, whatever the site's domain."""
        parts = (get_language(), *(str(part) for part in _narrowing(selection)))
        return f"urn:uuid:{uuid5(selection.index.translation_key, '/'.join(parts))}"

    def feed_copyright(self) -> str:
        return _("© %(site)s. Pictures: see the credit of each.") % {
            "site": settings.WAGTAIL_SITE_NAME
        }

    def author_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def author_link(self) -> str:
        return absolute_url(f"/{get_language()}/")

    def feed_extra_kwargs(self, selection: Selection) -> dict[str, Any]:
        return {
            "updated": selection.index.updated_at,
            "plain_description": selection.description,
        }

    def items(self, selection: Selection) -> list[NewsPage]:
        return prepared(selection.items, ENTRIES)

    def item_title(self, item: NewsPage) -> str:
        return item.title  # plain text in all three formats

    def item_description(self, item: NewsPage) -> str:
        return escape(item.teaser)  # HTML in Atom (type="html") and RSS

    def item_link(self, item: NewsPage) -> str:
        return item.full_url

    def item_guid(self, item: NewsPage) -> str:
        return page_urn(item)

    item_guid_is_permalink = False

    def item_pubdate(self, item: NewsPage) -> datetime:
        return item.published_at

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.updated_at

    def item_categories(self, item: NewsPage) -> list[str]:
        return [topic.name for topic in item.topics]

    def item_enclosures(self, item: NewsPage) -> list[Enclosure]:
        picture = _picture(item)
        return [Enclosure(picture.url, str(picture.length), picture.media_type)] if picture else []

    def item_extra_kwargs(self, item: NewsPage) -> dict[str, Any]:
        return {"picture": _picture(item), "plain_description": item.teaser}


class AtomNewsFeed(NewsFeed):
    feed_type, file = Atom, "atom.xml"


class RssNewsFeed(NewsFeed):
    feed_type, file = Rss, "rss.xml"


class JsonNewsFeed(NewsFeed):
    feed_type, file = JsonFeed, "feed.json"


FEEDS = {feed.file: feed() for feed in (AtomNewsFeed, RssNewsFeed, JsonNewsFeed)}


def _narrowing(selection: Selection) -> list[Any]:
    if selection.topic:
        return ["topic", selection.topic.translation_key]
    return ["state", selection.state] if selection.state else []


def _picture(item: NewsPage) -> FeedPicture | None:
    rendition = jpeg(item.picture, PICTURE_SPECIFICATION)
    length = rendition and file_size(rendition)
    if not length:
        return None
    return FeedPicture(
        url=absolute_url(rendition.url),
        width=rendition.width,
        height=rendition.height,
        length=length,
        alt=item.image_alt,
        credit=item.picture.credit,
    )
