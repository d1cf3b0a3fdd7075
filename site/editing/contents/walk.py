"""Walk the stored content of a page, snippet or setting: its links, and its pictures' texts.

Places are named as Wagtail's index of references does (`content_path`): the field, then the ids of
blocks or rows. The page editor jumps to such a place (`#:w:contentpath=…`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page


@dataclass(frozen=True)
class FoundLink:
    """A link to exactly one of: a page, a document (primary keys), an address (http or https)."""

    content_path: str
    text: str = ""
    page: int | None = None
    document: int | None = None
    address: str = ""


@dataclass(frozen=True)
class FoundPicture:
    """A place with a picture (primary key). `has_text`: it has an alternative text of its own, or
    is marked as decorative."""

    content_path: str
    image: int
    has_text: bool


Found = FoundLink | FoundPicture


def found_in(source: models.Model) -> Iterator[Found]:
    """Everything that an object names in its own fields and rows, as it is in memory."""
    yield from _in_fields(source, "")
    if isinstance(source, ClusterableModel):
        for relation in get_all_child_relations(source):
            name = relation.get_accessor_name()
            for position, row in enumerate(getattr(source, name).all()):
                yield from _in_fields(row, f"{name}.{row.pk or position}.")


def content_fields(model: type[models.Model]) -> set[str]:
    """The names of the fields that can hold a link or picture."""
    return {field.name for field in model._meta.concrete_fields if _is_content(field)}


def _is_content(field: models.Field) -> bool:
    if isinstance(field, (StreamField, RichTextField, models.URLField)):
        return True
    return _target(field) is not None or _is_picture(field)


def _target(field: models.Field) -> type[models.Model] | None:
    """Page or document, if the field is an editor's choice of one."""
    is_choice = field.many_to_one and field.editable and not isinstance(field, ParentalKey)
    if not is_choice or field.name == "alias_of":
        return None
    if issubclass(field.related_model, Page):
        return Page
    return get_document_model() if field.related_model is get_document_model() else None


def _is_picture(field: models.Field) -> bool:
    return bool(field.many_to_one) and field.related_model is get_image_model()


def _in_fields(row: models.Model, prefix: str) -> Iterator[Found]:
    for field in row._meta.concrete_fields:
        if field.get_attname() in row.get_deferred_fields() or not _is_content(field):
            continue
        path, value = f"{prefix}{field.name}", field.value_from_object(row)
        if isinstance(field, StreamField):
            stream = getattr(row, field.name)
            yield from _in_block(stream.stream_block, list(stream.raw_data), path, "")
        elif isinstance(field, RichTextField):
            yield from _in_rich_text(value, path)
        elif isinstance(field, models.URLField):
            yield from _address(path, value, "")
        elif value is not None:
            yield from _chosen(row, field, path, value)


def _chosen(row: models.Model, field: models.Field, path: str, value: Any) -> Iterator[Found]:
    if _is_picture(field):
        if hasattr(row, f"{field.name}_alt"):
            yield FoundPicture(path, value, bool(getattr(row, f"{field.name}_alt").strip()))
    elif _target(field) is Page:
        yield FoundLink(path, page=value)
    else:
        yield FoundLink(path, document=value)


def _in_block(block: blocks.Block, raw: Any, path: str, text: str) -> Iterator[Found]:
    """What a block's stored value names; `text` is what its surroundings call it."""
    if raw is None:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield from _in_rich_text(raw, path)
    elif isinstance(block, ImageBlock):
        yield from _in_image(raw, path)
    elif isinstance(block, blocks.PageChooserBlock):
        yield FoundLink(path, text, page=raw)
    elif isinstance(block, DocumentChooserBlock):
        yield FoundLink(path, text, document=raw)
    elif isinstance(block, blocks.URLBlock):
        yield from _address(path, raw, text)
    elif isinstance(block, blocks.StructBlock):
        own = next((raw[name] for name in ("label", "title") if raw.get(name)), text)
        for name, child in block.child_blocks.items():
            yield from _in_block(child, raw.get(name), f"{path}.{name}", own)
    elif isinstance(block, blocks.ListBlock):
        for position, item in enumerate(raw):
            is_item = block._item_is_in_block_format(item)
            value = item["value"] if is_item else item
            place = (item.get("id") if is_item else None) or position
            yield from _in_block(block.child_block, value, f"{path}.{place}", text)
    elif isinstance(block, blocks.StreamBlock):
        for position, item in enumerate(raw):
            if child := block.child_blocks.get(item["type"]):
                place = item.get("id") or position
                yield from _in_block(child, item["value"], f"{path}.{place}", text)


def _in_image(raw: Any, path: str) -> Iterator[FoundPicture]:
    """A picture as it is stored; data from before it had a text of its own are a bare key."""
    if isinstance(raw, int):
        yield FoundPicture(path, raw, has_text=False)
    elif raw.get("image") is not None:
        has_text = bool(raw.get("decorative")) or bool((raw.get("alt_text") or "").strip())
        yield FoundPicture(path, raw["image"], has_text)


def _in_rich_text(html: str, path: str) -> Iterator[FoundLink]:
    if "<a" not in (html or ""):
        return
    for link in BeautifulSoup(html, "html.parser").find_all("a"):
        text, pk = link.get_text(" ", strip=True), link.get("id", "")
        kind = link.get("linktype", "")
        if kind == "page" and pk.isdigit():
            yield FoundLink(path, text, page=int(pk))
        elif kind == "document" and pk.isdigit():
            yield FoundLink(path, text, document=int(pk))
        else:
            yield from _address(path, link.get("href", ""), text)


def _address(path: str, address: str, text: str) -> Iterator[FoundLink]:
    address = (address or "").strip()
    if address.lower().startswith(("http://", "https://")):
        yield FoundLink(path, text, address=address)
