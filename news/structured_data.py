"""A news item in the vocabulary of schema.org: the article, and the event that it is about."""

from typing import TYPE_CHECKING

from core.structured_data import Node, image_object, place, publisher

from .occasions import occasion

if TYPE_CHECKING:
    from .models import NewsPage


def news_nodes(page: "NewsPage") -> list[Node]:
    """A NewsArticle, and an Event where day and place are known: without a place, consumers
    take an event for an error."""
    happening = event(page)
    return [article(page, happening), happening] if happening else [article(page, None)]


def article(page: "NewsPage", happening: Node | None) -> Node:
    return {
        "@type": "NewsArticle",
        "@id": f"{page.full_url}#article",
        "url": page.full_url,
        "mainEntityOfPage": {"@id": page.full_url},
        "headline": page.title,
        "description": page.teaser,
        "inLanguage": page.locale.language_code,
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.updated_at.isoformat(),
        "author": publisher(),
        "publisher": publisher(),
        "image": image_object(page.picture, page.image_alt, page.image_caption),
        "keywords": [topic.name for topic in page.topics],
        "about": happening and {"@id": happening["@id"]},
    }


def event(page: "NewsPage") -> Node | None:
    """The event; a span of days ends with its last day (schema.org counts it in)."""
    when = occasion(page)
    where = place(page.venue, page.place, page.state_name)
    if when is None or where is None:
        return None
    return {
        "@type": "Event",
        "@id": f"{page.full_url}#event",
        "url": page.full_url,
        "name": page.title,
        "description": page.teaser,
        "inLanguage": page.locale.language_code,
        "startDate": when.start.isoformat(),
        "endDate": when.end and when.end.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": where,
    }
