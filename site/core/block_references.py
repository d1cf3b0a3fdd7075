"""Walk the stored JSON of StreamFields and find what it refers to, without loading anything."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

# A function that says of which pages blocks show cards, for many blocks at once: it is called with
# the keys that the blocks gave, and answers with primary keys.
Loader = Callable[[set[Any]], Iterable[int]]
Reference = tuple[type[Model] | Loader, Any]

_LINK = re.compile(r"<a\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(linktype|id)="([^"]*)"')


def references_of_rich_text(html: str) -> Iterator[Reference]:
    """Pages and documents that stored rich text links to."""
    for tag in _LINK.findall(html or ""):
        attributes = dict(_ATTRIBUTE.findall(tag))
        model = {"page": Page, "document": get_document_model()}.get(attributes.get("linktype"))
        if model and attributes.get("id", "").isdigit():
            yield model, int(attributes["id"])


def references_of_block(block: blocks.Block, raw: Any) -> Iterator[Reference]:
    """(model, primary key) of everything that a block's stored value names.

    A block with a method `loads(raw)` adds (loader, key) for what it does not name by a key.
    """
    if raw is None and not isinstance(block, blocks.StaticBlock):
        return
    if hasattr(block, "loads"):
        yield from block.loads(raw)
    if isinstance(block, blocks.RichTextBlock):
        yield from references_of_rich_text(raw)
    elif isinstance(block, blocks.ChooserBlock):
        yield _chosen(block), raw
    elif isinstance(block, ImageBlock) and isinstance(raw, int):
        yield _chosen(block.child_blocks["image"]), raw
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from references_of_block(child, raw.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw:
            value = item["value"] if block._item_is_in_block_format(item) else item
            yield from references_of_block(block.child_block, value)
    elif isinstance(block, blocks.StreamBlock):
        for item in raw:
            if child := block.child_blocks.get(item["type"]):
                yield from references_of_block(child, item["value"])


def _chosen(block: blocks.ChooserBlock) -> type[Model]:
    model = block.model_class
    return Page if issubclass(model, Page) else model
