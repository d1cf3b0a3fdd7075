"""Read a draft as a visitor would: headings, texts, links and pictures in their order."""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from core.blocks.base import TEXTS, Untranslated
from core.blocks.text import HeadingBlock
from core.content_checks import Content, Heading, Link, Picture, Text

from ..contents.walk import FoundLink, found_in

# Texts that no visitor reads in the page.
ELSEWHERE = frozenset(["slug", "seo_title", "search_description"])
Part = Heading | Text | Picture | None  # None: something else that fills a section


def read(page: Page) -> Content:
    """What a draft holds, as it is in memory; nothing is loaded that its fields only refer to."""
    outline = list(_parts(page))
    return Content(
        page=page,
        language=page.locale.language_code,
        texts=[part for part in outline if isinstance(part, Text)],
        outline=outline,
        links=list(_links(page)),
        pictures=[part for part in outline if isinstance(part, Picture)],
    )


def _links(page: Page) -> Iterator[Link]:
    for found in found_in(page):
        if isinstance(found, FoundLink):
            yield Link(found.content_path, found.text, found.page, found.document, found.address)


def _parts(page: Page) -> Iterator[Part]:
    translated = {
        rule.field_name
        for rule in getattr(page, "override_translatable_fields", [])
        if isinstance(rule, TranslatableField)
    } - ELSEWHERE
    for field in page._meta.concrete_fields:
        value = field.value_from_object(page)
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            yield from _in_block(stream.stream_block, list(stream.raw_data), field.name)
        elif isinstance(field, RichTextField):
            yield from _in_rich_text(value, field.name)
        elif field.many_to_one and field.related_model is get_image_model():
            yield from _in_field(page, field.name, value)
        elif field.name in translated and isinstance(field, (models.CharField, models.TextField)):
            yield from _plain(value, field.name)


def _in_field(page: Page, name: str, image: int | None) -> Iterator[Part]:
    if image:
        alt_text = getattr(page, f"{name}_alt", "").strip()
        caption = getattr(page, f"{name}_caption", "")
        # The alternative text has a field of its own, where it is written.
        yield Picture(f"{name}_alt", image, alt_text, caption)


def _plain(value: Any, path: str) -> Iterator[Part]:
    for line in str(value or "").splitlines():
        if line.strip():
            yield Text(path, " ".join(line.split()))


def _in_block(block: blocks.Block, raw: Any, path: str) -> Iterator[Part]:
    if isinstance(block, blocks.StreamBlock):
        for position, item in enumerate(raw or []):
            if child := block.child_blocks.get(item["type"]):
                yield from _in_block(child, item["value"], f"{path}.{item.get('id') or position}")
    elif isinstance(block, blocks.ListBlock):
        for position, item in enumerate(raw or []):
            is_item = block._item_is_in_block_format(item)
            place = (item.get("id") if is_item else None) or position
            value = item["value"] if is_item else item
            yield from _in_block(block.child_block, value, f"{path}.{place}")
    elif isinstance(block, HeadingBlock):
        level = 3 if raw.get("level") == "h3" else 2
        yield Heading(f"{path}.text", " ".join((raw.get("text") or "").split()), level)
    elif isinstance(block, ImageBlock):
        yield from _in_image(raw, path)
    elif isinstance(block, blocks.StructBlock):
        yield from _in_struct(block, raw or {}, path)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_rich_text(raw, path)
    elif _is_prose(block):
        yield from _plain(raw, path)
    elif raw or isinstance(block, blocks.StaticBlock):
        yield None


def _is_prose(block: blocks.Block) -> bool:
    no_prose = (blocks.ChoiceBlock, blocks.EmailBlock, blocks.URLBlock, Untranslated)
    return isinstance(block, TEXTS) and not isinstance(block, no_prose)


def _in_struct(block: blocks.StructBlock, raw: dict[str, Any], path: str) -> Iterator[Part]:
    """The title of a block stands above it as a section's heading (blocks/title.html)."""
    pictures = [name for name, child in block.child_blocks.items() if isinstance(child, ImageBlock)]
    for name, child in block.child_blocks.items():
        value, place = raw.get(name), f"{path}.{name}"
        if name == "title" and not child.required:
            if value and value.strip():
                yield Heading(place, " ".join(value.split()), 2)
        elif name in pictures:
            yield from _in_image(value, place, raw.get("caption") or "")
        else:
            yield from _in_block(child, value, place)


def _in_image(raw: Any, path: str, caption: str = "") -> Iterator[Part]:
    """A picture as it is stored; data from before it had a text of its own are a bare key."""
    stored = {"image": raw} if isinstance(raw, int) else raw or {}
    if stored.get("image"):
        yield Picture(
            path,
            stored["image"],
            (stored.get("alt_text") or "").strip(),
            caption,
            bool(stored.get("decorative")),
        )


def _in_rich_text(html: str | None, path: str) -> Iterator[Part]:
    for element in BeautifulSoup(html or "", "html.parser").find_all(["p", "li"]):
        for line in element.find_all("br"):
            line.replace_with("\n")
        for text in element.get_text().splitlines():
            if text.strip():
                yield Text(path, " ".join(text.split()), _is_bold(element))


def _is_bold(element: Tag) -> bool:
    bold = "".join(part.get_text() for part in element.find_all(["b", "strong"]))
    return element.name == "p" and "".join(bold.split()) == "".join(element.get_text().split())
