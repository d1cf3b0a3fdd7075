"""What the items of a site have in common: the passages, pictures and topics that they share."""

import random
from typing import Any

from wagtail.images import get_image_model

from core.models import Topic
from core.places import State
from core.references import visible_media
from pool.models import AdvisorPage

from .indexing import Entries
from .pages import Block, Pages, block_of
from .rows import Writer
from .texts import make_pool

#: how the states share the items: the two of the project have most
STATES = ["NW"] * 40 + ["BW"] * 30 + [state for state in State.values if state not in ("NW", "BW")]


def dice_for(*what: Any) -> random.Random:
    """Chance that falls the same way for the same item each time."""
    return random.Random(repr(what))  # noqa: S311 - no secrets


class Kit:
    """What items are made from; `photos` and `portraits` are keys of pictures."""

    def __init__(self, writer: Writer, pages: Pages, entries: Entries) -> None:
        self.writer, self.pages, self.entries = writer, pages, entries
        self.pool = make_pool()
        images = get_image_model().objects
        photos = images.filter(file__contains="foto-")
        photos = photos if photos.exists() else visible_media(images.filter(width__gt=0))
        self.photos = list(photos.order_by("pk").values_list("pk", flat=True))
        # Those that consents show: the files of all others lie in a place of their own.
        portraits = images.filter(pk__in=AdvisorPage.objects.values("portrait"))
        self.portraits = list(visible_media(portraits.order_by("pk")).values_list("pk", flat=True))
        self.topics = list(Topic.objects.filter(locale__language_code="de").order_by("pk"))
        self.topic_names = {
            (topic.translation_key, topic.locale.language_code): topic.name
            for topic in Topic.objects.select_related("locale")
        }
        self._blocks: dict[tuple[str, str, str], Block] = {}

    def block(self, stream: Any, kind: str, value: Any) -> Block:
        """A block with its texts, which are read once for all items."""
        key = type(stream).__name__, kind, value if isinstance(value, str) else repr(value)
        if key not in self._blocks:
            self._blocks[key] = block_of(stream, kind, value)
        return self._blocks[key]
