"""References inside StreamFields and rich text: primary keys for names, and back."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

# Gives the other name of an object: (model, key) → key; None if there is no such object.
Renamed = Callable[[type[Model], Any], Any]

NOTHING = "0"  # no object has it: a link stays without a target
_TAG = re.compile(r"<(?:a|embed)\b[^>]*>")
_KIND = re.compile(r'\b(?:linktype|embedtype)="([^"]*)"')
_ID = re.compile(r'(?<![\w-])id="([^"]*)"')


def rename_in_rich_text(html: str, renamed: Renamed) -> str:
    """Stored rich text whose links and pictures name their targets otherwise."""
    models = {"page": Page, "document": get_document_model(), "image": get_image_model()}

    def tag(match: re.Match[str]) -> str:
        kind = _KIND.search(match[0])
        model = models.get(kind[1]) if kind else None
        if model is None:
            return match[0]

        def identifier(found: re.Match[str]) -> str:
            old = unescape(found[1])
            new = None if old == NOTHING else renamed(model, int(old) if old.isdigit() else old)
            return f'id="{escape(str(NOTHING if new is None else new))}"'

        return _ID.sub(identifier, match[0])

    return _TAG.sub(tag, html or "")


def rename_in_block(block: blocks.Block, raw: Any, renamed: Renamed) -> Any:
    """The stored value of a block, which names its targets otherwise."""
    if raw is None:
        return None
    if isinstance(block, blocks.RichTextBlock):
        return rename_in_rich_text(raw, renamed)
    if isinstance(block, blocks.ChooserBlock):
        return renamed(block.model_class, raw)
    if isinstance(block, ImageBlock) and not isinstance(raw, dict):
        return renamed(get_image_model(), raw)  # as an ImageChooserBlock had stored it
    if isinstance(block, blocks.StructBlock):
        children = block.child_blocks
        return {
            name: rename_in_block(children[name], value, renamed) if name in children else value
            for name, value in raw.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [_renamed_item(block, item, renamed) for item in raw]
    if isinstance(block, blocks.StreamBlock):
        return [_renamed_child(block, item, renamed) for item in raw]
    return raw


def _renamed_item(block: blocks.ListBlock, item: Any, renamed: Renamed) -> Any:
    if block._item_is_in_block_format(item):
        return {**item, "value": rename_in_block(block.child_block, item["value"], renamed)}
    return rename_in_block(block.child_block, item, renamed)


def _renamed_child(block: blocks.StreamBlock, item: Any, renamed: Renamed) -> Any:
    child = block.child_blocks.get(item["type"])
    if child is None:
        return item
    return {**item, "value": rename_in_block(child, item["value"], renamed)}


def block_at(block: blocks.Block, raw: Any, path: list[str]) -> blocks.Block | None:
    """The block at a path as wagtail-localize writes it (ids of blocks, names of fields)."""
    if not path:
        return block
    step, *rest = path
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        item = next((i for i in raw or [] if isinstance(i, dict) and i.get("id") == step), None)
        if item is None:
            return None
        is_list = isinstance(block, blocks.ListBlock)
        child = block.child_block if is_list else block.child_blocks.get(item["type"])
        return child and block_at(child, item["value"], rest)
    if isinstance(block, blocks.StructBlock) and step in block.child_blocks:
        inner = raw.get(step) if isinstance(raw, dict) else None
        return block_at(block.child_blocks[step], inner, rest)
    return None
