"""Cards of pages, and where "the newest news" come from.

The floor of the news registers its source here; this floor knows no page type above it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.models import Page

from . import references
from .images import image_data
from .urls import page_link

# (topic's translation key or None, state code or "", language) → visible pages, newest first
NewestSource = Callable[[UUID | None, str, str], Any]

_sources: list[NewestSource] = []


@dataclass(frozen=True)
class Card:
    """A page in a list: what it is, in a few words, with a picture where there is one."""

    page: Page
    text: str = ""
    meta: str = ""
    image_id: int | None = None
    image_alt: str = ""
    image: Any = None


def register_newest(source: NewestSource) -> NewestSource:
    """Register the source that "newest" teasers are taken from. Returns it, as a decorator."""
    _sources.append(source)
    return source


def newest(topic: UUID | None = None, state: str = "", count: int = 3) -> list[Card]:
    """Cards of the newest pages in the active language, by topic and state if given."""
    language = get_language() or "de"

    def load() -> list[Card]:
        pages = [page for source in _sources for page in source(topic, state, language)[:count]]
        return cards(pages)

    return references.current().once(("newest", topic, state, count, language), load)


def cards(pages: Iterable[Page]) -> list[Card]:
    """Cards of specific pages, in the same order; their pictures are loaded together."""
    made = [page.card() for page in pages]
    pictures = references.current().in_bulk(get_image_model(), [card.image_id for card in made])
    return [replace(card, image=pictures.get(card.image_id)) for card in made]


def card_data(card: Card) -> dict[str, Any]:
    """A card as the API shows it: the link, with text, meta line and picture."""
    return {
        **page_link(card.page),
        "text": card.text,
        "meta": card.meta,
        "image": image_data(card.image, alt=card.image_alt),
    }
