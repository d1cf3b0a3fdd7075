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
Part = Heading | Text | Picture | Link | None  # None: something else that fills a section


def read(page: Page) -> Content:
    """What a draft holds, as it is in memory; nothing is loaded that its fields only refer to."""
    parts = list(_parts(page))
    written = [part for part in parts if isinstance(part, Link)]
    streams = {
        field.name
        for field in page._meta.concrete_fields
        if isinstance(field, (StreamField, RichTextField))
    }
    return Content(
        page=page,
        language=page.locale.language_code,
        texts=[part for part in parts if isinstance(part, Text)],
        outline=[part for part in parts if not isinstance(part, Link)],
        links=[*written, *_other_links(page, streams)],
        pictures=[part for part in parts if isinstance(part, Picture)],
    )


def _other_links(page: Page, streams: set[str]) -> Iterator[Link]:
    """Links in fields and rows of their own, as related pages; the site writes their text."""
    for found in found_in(page):
        if isinstance(found, FoundLink) and found.content_path.split(".")[0] not in streams:
            yield Link(found.content_path, "", found.page, found.document, found.address)


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
            # Not the raw data, which do not know what wagtail-localize put in.
            stored = stream.stream_block.get_prep_value(stream)
            yield from _in_block(stream.stream_block, stored, field.name)
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
            child, place = block.child_blocks.get(item["type"]), item.get("id") or position
            if child:
                yield from _title(child, item["value"], f"{path}.{place}")
                yield from _in_block(child, item["value"], f"{path}.{place}")
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
    elif isinstance(block, blocks.PageChooserBlock) and raw:
        yield Link(path, "", page=raw)
        yield None
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_rich_text(raw, path)
    elif _is_prose(block):
        yield from _plain(raw, path)
    elif raw or isinstance(block, blocks.StaticBlock):
        yield None


def _is_prose(block: blocks.Block) -> bool:
    no_prose = (blocks.ChoiceBlock, blocks.EmailBlock, blocks.URLBlock, Untranslated)
    return isinstance(block, TEXTS) and not isinstance(block, no_prose)


def _title(block: blocks.Block, raw: Any, path: str) -> Iterator[Part]:
    """The title of a block stands above it as a section's heading (blocks/title.html)."""
    has_title = isinstance(block, blocks.StructBlock) and "title" in block.child_blocks
    if has_title and (title := " ".join((raw.get("title") or "").split())):
        yield Heading(f"{path}.title", title, 2)


def _in_struct(block: blocks.StructBlock, raw: dict[str, Any], path: str) -> Iterator[Part]:
    link = next((name for name in ("page", "document", "url") if raw.get(name)), None)
    if link:  # a link with its text; without one the site takes the target's title
        text = raw.get("label") or raw.get("title") or ""
        target = {"address" if link == "url" else link: raw[link]}
        yield Link(path, text, **target)
        yield None
        return
    # Words in another language than the page's, as those of a quotation, are not ours to judge.
    foreign = {"text", "name"} if raw.get("language") else set()
    for name, child in block.child_blocks.items():
        value, place = raw.get(name), f"{path}.{name}"
        if isinstance(child, ImageBlock):
            yield from _in_image(value, place, raw.get("caption") or "")
        elif name in foreign:
            yield None
        elif name != "title":
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
    soup = BeautifulSoup(html or "", "html.parser")
    for link in soup.find_all("a"):
        yield from _link(link, path)
    for element in soup.find_all(["p", "li"]):
        for line in element.find_all("br"):
            line.replace_with("\n")
        for text in element.get_text().splitlines():
            if text.strip():
                yield Text(path, " ".join(text.split()), _is_bold(element))


def _link(link: Tag, path: str) -> Iterator[Link]:
    text, key = link.get_text(" ", strip=True), link.get("id", "")
    if link.get("linktype") == "page" and key.isdigit():
        yield Link(path, text, page=int(key))
    elif link.get("linktype") == "document" and key.isdigit():
        yield Link(path, text, document=int(key))
    else:
        yield Link(path, text, address=link.get("href", ""))


def _is_bold(element: Tag) -> bool:
    bold = "".join(part.get_text() for part in element.find_all(["b", "strong"]))
    return element.name == "p" and "".join(bold.split()) == "".join(element.get_text().split())
