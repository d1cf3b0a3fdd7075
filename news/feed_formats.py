"""The formats of the feeds: Atom 1.0 (RFC 4287), RSS 2.0 and JSON Feed 1.1.

Beside what Django writes, an entry can have a `picture` (`FeedPicture`): in Atom and RSS as Media
RSS, in which a picture has a description and a credit.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import feedgenerator
from django.utils.feedgenerator import rfc3339_date

from core.plain_text import printable

MEDIA_RSS = "http://search.yahoo.com/mrss/"


@dataclass(frozen=True)
class FeedPicture:
    """The picture of an entry: JPEG, sizes in pixels, `length` in bytes, the URL absolute."""

    url: str
    width: int
    height: int
    length: int
    alt: str
    credit: str
    media_type: str = "image/jpeg"


class NewsFeedFormat(feedgenerator.SyndicationFeed):
    """What the formats have in common."""

    def add_item(self, title: str, link: str, description: str, **kwargs: Any) -> None:
        super().add_item(printable(title), link, printable(description), **kwargs)

    def latest_post_date(self) -> datetime:
        """The last change of an entry or of the list itself. A date of publication is no change:
        it is the day of the event."""
        return max([self.feed["updated"], *(item["updateddate"] for item in self.items)])


class WithPictures(NewsFeedFormat):
    """Adds Media RSS to a format that is XML."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        picture = item["picture"]
        if picture is None:
            return
        attributes = {
            "url": picture.url,
            "type": picture.media_type,
            "medium": "image",
            "width": str(picture.width),
            "height": str(picture.height),
            "fileSize": str(picture.length),
        }
        handler.startElement("media:content", attributes)
        if picture.alt:
            handler.addQuickElement("media:description", printable(picture.alt), {"type": "plain"})
        handler.addQuickElement("media:credit", printable(picture.credit))
        handler.endElement("media:content")


class Atom(WithPictures, feedgenerator.Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": MEDIA_RSS}


class Rss(WithPictures, feedgenerator.Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": MEDIA_RSS}


class JsonFeed(NewsFeedFormat):
    """JSON Feed 1.1 as https://www.jsonfeed.org/version/1.1/ describes it."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["plain_description"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(feed, ensure_ascii=False).encode(encoding))

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        entry = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["plain_description"],
            "content_text": item["plain_description"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "tags": item["categories"],
            "language": self.feed["language"],
        }
        if picture := item["picture"]:
            entry["image"] = picture.url
            entry["attachments"] = [
                {
                    "url": picture.url,
                    "mime_type": picture.media_type,
                    "title": picture.credit,
                    "size_in_bytes": picture.length,
                }
            ]
        return entry
