"""Pictures do not stand in rich text: their alternative text could not be translated there.

wagtail-localize keeps `<embed>` elements as they are, with their German alternative text. Pictures
have a block of their own, whose text translators see.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.fields import RichTextField, StreamField

HOUSE = ("core", "news", "pool", "home", "editing")
EMBEDDING = {"image", "embed"}


def rich_texts() -> Iterator[tuple[str, Any]]:
    """Every editor of rich text in this project: where it is, and its widget."""
    for model in apps.get_models():
        if model._meta.app_label not in HOUSE:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, RichTextField):
                yield str(field), get_rich_text_editor_widget(field.editor, field.features)
            elif isinstance(field, StreamField):
                yield from in_block(str(field), field.stream_block)


def in_block(place: str, block: blocks.Block) -> Iterator[tuple[str, Any]]:
    if isinstance(block, blocks.RichTextBlock):
        yield place, get_rich_text_editor_widget(block.editor, block.features)
    elif isinstance(block, blocks.ListBlock):
        yield from in_block(f"{place}.item", block.child_block)
    else:
        for name, child in getattr(block, "child_blocks", {}).items():
            yield from in_block(f"{place}.{name}", child)


def test_there_are_rich_texts_to_look_at() -> None:
    places = [place for place, __ in rich_texts()]
    assert "news.NewsPage.body.paragraph" in places
    assert "home.ContactPage.intro" in places


@pytest.mark.parametrize(("place", "widget"), list(rich_texts()))
def test_no_editor_of_rich_text_offers_pictures(place: str, widget: Any) -> None:
    assert widget.features is not None, "without a list, it has all features there are"
    assert not EMBEDDING & set(widget.features)
    kinds = {entity["type"] for entity in widget.options.get("entityTypes", [])}
    assert not {"IMAGE", "EMBED"} & kinds
