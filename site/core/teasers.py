"""Cards of pages, and where "the newest news" come from.

The floor of the news registers its source here; this floor knows no page type above it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.models import Page

from . import references, shapes
from .facts import fact, fact_of_many
from .images import image_data
from .urls import page_link


@dataclass(frozen=True)
class Entry:
    """A visible page that "newest" teasers may show: its key, state and topics."""

    pk: int
    state: str
    topics: frozenset[UUID]


# Language, topic, state and number → so many entries of visible pages, newest first.
NewestSource = Callable[[str, UUID | None, str, int], Iterable[Entry]]

# Most teasers are answered from so many, which one query reads.
WINDOW = 60
REMEMBERED = 200  # choices of topic and state

_sources: dict[type[Page], NewestSource] = {}


@dataclass(frozen=True)
class Card:
    """A page in a list: what it is, in a few words, with a picture where there is one."""

    page: Page
    text: str = ""
    meta: str = ""
    image_id: int | None = None
    image_alt: str = ""
    image: Any = None


def register_newest(model: type[Page]) -> Callable[[NewestSource], NewestSource]:
    """A decorator that registers a source of "newest" teasers: pages of this type."""

    def register(source: NewestSource) -> NewestSource:
        _sources[model] = source
        return source

    return register


def newest_types() -> frozenset[str]:
    """The types of the pages that "newest" teasers show ("news.NewsPage")."""
    return frozenset(model._meta.label for model in _sources)


def newest(topic: UUID | None = None, state: str = "", count: int = 3) -> list[Card]:
    """Cards of the newest pages in the active language, by topic and state if given."""
    return cards(newest_pages(topic, state, count))


def newest_pages(topic: UUID | None = None, state: str = "", count: int = 3) -> list[Page]:
    """The newest pages in the active language, with the fields that all pages have."""
    keys = newest_keys(topic, state, count)
    return list(references.current().targets(keys).values())


def load_newest(wanted: Iterable[tuple[int | None, str, int]]) -> list[int]:
    """Which pages many "newest" teasers show: (topic's primary key, state, count) of each."""
    wanted = list(wanted)
    topic_model = apps.get_model("core", "Topic")
    topics = references.current().in_bulk(topic_model, {pk for pk, __, __ in wanted})
    return [
        key
        for pk, state, count in wanted
        for key in newest_keys(topics[pk].translation_key if pk in topics else None, state, count)
    ]


def load_picked(keys: Iterable[int]) -> list[int]:
    """Which pages teasers show that were picked by hand."""
    return list(keys)


def newest_keys(topic: UUID | None = None, state: str = "", count: int = 3) -> list[int]:
    """Primary keys of the newest pages that fit; those of all choices are seldom looked for."""
    language = get_language() or "de"
    window = fact(f"newest in {language}", lambda: _entries(language, None, "", WINDOW))
    fitting = [
        entry.pk
        for entry in window
        if (not topic or topic in entry.topics) and (not state or state == entry.state)
    ]
    if len(fitting) >= count or len(window) < WINDOW:
        return fitting[:count]
    found = fact_of_many(
        f"newest of some in {language}",
        (topic, state, count),
        lambda: _entries(language, topic, state, count),
        REMEMBERED,
    )
    return [entry.pk for entry in found]


def _entries(language: str, topic: UUID | None, state: str, count: int) -> list[Entry]:
    entries = chain(*(source(language, topic, state, count) for source in _sources.values()))
    return list(islice(entries, count))


def cards(pages: Iterable[Page]) -> list[Card]:
    """Cards of pages, in the same order; what they show is loaded together."""
    known = references.current()
    pages = known.specific(pages)
    known.pictures_of(pages)
    for model in {type(page) for page in pages}:
        model.prepare_list([page for page in pages if type(page) is model])
    made = [page.card() for page in pages]
    pictures = known.in_bulk(get_image_model(), [card.image_id for card in made])
    return [replace(card, image=pictures.get(card.image_id)) for card in made]


def card_data(card: Card) -> shapes.Card:
    """A card as the API shows it: the link, with text, meta line and picture."""
    return {
        **page_link(card.page),
        "text": card.text,
        "meta": card.meta,
        "image": image_data(card.image, alt=card.image_alt),
    }
