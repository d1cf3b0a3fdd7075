"""News items."""

import random
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Page

from core.models import Topic
from editing.models import Link
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage

from .indexing import Reference, content_type
from .items import STATES, Kit, dice_for
from .pages import FIRST, Block, block_id, body_json, body_texts
from .texts import EVENTS, HEADINGS, LANGUAGES, PLACES, SUBJECTS, sentence

DAYS = 3_650  # over which the news are spread


class NewsItems:
    """Each with picture, two topics and about 3,000 characters; every third leads to another."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.branch = kit.pages.branch(NewsPage, NewsIndexPage)
        self.last: dict[str, int] = {}

    def add(self, number: int) -> None:
        """One item in both languages."""
        dice = dice_for("news", number)
        event, subject, place = dice.choice(EVENTS), dice.choice(SUBJECTS), dice.choice(PLACES)
        day = FIRST.date() + timedelta(days=dice.randrange(DAYS))
        at = timezone.make_aware(datetime.combine(day, time(9, number % 60)))
        state = dice.choice(STATES) if dice.random() < 0.95 else ""
        image, topics = dice.choice(self.kit.photos), dice.sample(self.kit.topics, 2)
        teaser, key = sentence(dice), UUID(int=dice.getrandbits(128), version=4)
        bodies = self._bodies(dice)
        related = self.last if number % 3 == 0 and number else {}
        made = {}
        for side, language in enumerate(LANGUAGES):
            title = f"{event[side]} in {place}: {subject[side]} ({number + 1})"
            blocks = bodies[side]
            names = [self.kit.topic_names[topic.translation_key, language] for topic in topics]
            links = [self.kit.writer.key(NewsTopic) for __ in topics]
            more = self.kit.writer.key(RelatedPage) if related else None
            references: list[Reference] = [
                (get_image_model(), image, "image", "image"),
                *(
                    (Topic, topic.pk, "topic_links.item.topic", f"topic_links.{link}.topic")
                    for topic, link in zip(topics, links, strict=True)
                ),
                *self._pictures_in(number, blocks),
            ]
            if more:
                path = f"related_links.{more}.page"
                references.append((Page, related["de"], "related_links.item.page", path))
            pk = made[language] = self.kit.pages.add(
                self.branch,
                language,
                {
                    "title": title,
                    "slug": f"{('bericht', 'report')[side]}-{slugify(place)}-{number + 1}",
                    "translation_key": key,
                    "first_published_at": at,
                    "date": day,
                    "place": place,
                    "state": state,
                    "teaser": teaser[side][:300],
                    "image_id": image,
                    "image_alt": ("Menschen am runden Tisch", "People at a round table")[side],
                    "body": body_json(number, blocks),
                },
                {
                    "teaser": teaser[side][:300],
                    "place": place,
                    "body": body_texts(blocks),
                    "topic_names": names,
                },
                references,
            )
            for order, (topic, link) in enumerate(zip(topics, links, strict=True)):
                self.kit.writer.add(
                    NewsTopic, id=link, page_id=pk, topic_id=topic.pk, sort_order=order
                )
            if more:
                self.kit.writer.add(
                    RelatedPage, id=more, source_id=pk, page_id=related["de"], sort_order=0
                )
                self.kit.writer.add(
                    Link,
                    page_id=pk,
                    content_type_id=content_type(NewsPage),
                    object_id=str(pk),
                    content_path=f"related_links.{more}.page",
                    text="",
                    target_page=related["de"],
                )
        self.last = made

    def _bodies(self, dice: random.Random) -> tuple[list[Block], list[Block]]:
        pool, stream = self.kit.pool, NewsPage._meta.get_field("body").stream_block
        paragraphs = dice.sample(pool.paragraphs, 6)
        headings, image = dice.sample(HEADINGS, 2), dice.choice(self.kit.photos)
        points, quote = dice.choice(pool.lists), dice.choice(pool.quotes)
        bodies = []
        for side in (0, 1):
            alt = ("Ein Gespräch im Rathaus", "A talk in the town hall")[side]
            parts: list[tuple[str, Any]] = [
                ("paragraph", paragraphs[0][side]),
                ("heading", {"text": headings[0][side], "level": "h2", "anchor": ""}),
                ("paragraph", paragraphs[1][side]),
                ("paragraph", paragraphs[2][side]),
                (
                    "image",
                    {
                        "image": {"image": image, "decorative": False, "alt_text": alt},
                        "caption": alt,
                    },
                ),
                (
                    "quote",
                    {"text": quote[side], "person": "Beispielperson", "role": "", "language": ""},
                ),
                ("paragraph", paragraphs[3][side]),
                ("paragraph", points[side]),
                ("heading", {"text": headings[1][side], "level": "h2", "anchor": ""}),
                ("paragraph", paragraphs[4][side]),
                ("paragraph", paragraphs[5][side]),
            ]
            bodies.append([self.kit.block(stream, *part) for part in parts])
        return bodies[0], bodies[1]

    @staticmethod
    def _pictures_in(item: int, blocks: list[Block]) -> list[Reference]:
        return [
            (
                get_image_model(),
                block.value["image"]["image"],
                "body.image.image",
                f"body.{block_id(item, place)}.image",
            )
            for place, block in enumerate(blocks)
            if block.type == "image"
        ]
