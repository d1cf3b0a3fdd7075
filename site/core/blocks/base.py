"""What all blocks of this site have in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

GROUP_TEXT = _("Text")
GROUP_MEDIA = _("Pictures and files")
GROUP_DATA = _("Facts and figures")
GROUP_PEOPLE = _("People and organisations")
GROUP_LINKS = _("Links")


class Value(blocks.StructValue):
    """The value of a struct block, as template and API both read it."""

    def data(self) -> dict[str, Any]:
        """What the API adds to, or shows instead of, the stored fields.

        A subclass annotates its own with a `TypedDict`: the OpenAPI document reads it.
        """
        return {}


# Blocks whose value is a text, or one of several texts.
TEXTS = (
    blocks.CharBlock,
    blocks.ChoiceBlock,
    blocks.EmailBlock,
    blocks.TextBlock,
    blocks.URLBlock,
)


class ValueBlock(blocks.StructBlock):
    """A struct block whose API representation is completed by its value's `data()`.

    What lists choose and nobody may see, or what was deleted, is left out. A text that was left
    out is "", whether it was stored so or not at all.
    """

    def get_api_representation(self, value, context=None):
        stored = super().get_api_representation(value, context)
        for name, entry in stored.items():
            if isinstance(entry, list):
                stored[name] = [item for item in entry if item is not None]
            elif entry is None and isinstance(self.child_blocks[name], TEXTS):
                stored[name] = ""
        return {**stored, **value.data()}

    def get_searchable_content(self, value):
        """The texts; what is chosen from a list says how a block looks, not what it is about."""
        return [
            text
            for name, block in self.child_blocks.items()
            if not isinstance(block, (blocks.ChoiceBlock, Untranslated))
            for text in block.get_searchable_content(value.get(name))
        ]

    class Meta:
        value_class = Value


class Untranslated:
    """Mixin for blocks whose value is the same in every language (wagtail-localize)."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


def title_block() -> blocks.CharBlock:
    """The optional heading above a block."""
    return blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("May stay empty.")
    )
