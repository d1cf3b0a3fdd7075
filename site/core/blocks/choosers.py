"""Choosers that take what they refer to from the request's `References`, loaded all at once."""

import copy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock as WagtailDocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .. import references
from ..shapes import Link
from ..urls import page_link


class FromReferences:
    """Mixin for a chooser block; while editing, Wagtail's own loading stays in force."""

    def bulk_to_python(self, values):
        if not references.is_open():
            return super().bulk_to_python(values)
        values = list(values)
        found = references.current().in_bulk(self.model_class, values)
        # A copy per use: a picture carries the alternative text of the place where it stands.
        return [copy.copy(found.get(pk)) for pk in values]

    def to_python(self, value):
        if references.is_open():
            return self.bulk_to_python([value])[0]
        return super().to_python(value)


class ImageChooserBlock(FromReferences, WagtailImageChooserBlock):
    pass


class ImageBlock(WagtailImageBlock):
    """Wagtail's picture with alternative text per use, or marked as decorative.

    With labels of this site: Wagtail's cannot be replaced one by one.
    """

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        children = {
            "image": ImageChooserBlock(required=required, label=_("Picture")),
            "decorative": blocks.BooleanBlock(
                required=False,
                default=False,
                label=_("Only decoration"),
                help_text=_("Tick this if the picture says nothing that the text does not say."),
            ),
            "alt_text": blocks.CharBlock(
                required=False,
                label=_("Alternative text"),
                help_text=_("What the picture shows, for people who cannot see it."),
            ),
        }
        for name, child in children.items():
            child.set_name(name)
            self.child_blocks[name] = child


class DocumentChooserBlock(FromReferences, WagtailDocumentChooserBlock):
    pass


class PageChooserBlock(blocks.PageChooserBlock):
    """A page; where it leads is asked of `References` (language, visibility)."""

    def get_api_representation(self, value: Any, context: Any = None) -> Link | None:
        target = value and references.current().target(value.pk)
        return page_link(target) if target else None

    def bulk_to_python(self, values):
        if not references.is_open():
            return super().bulk_to_python(values)
        values = list(values)
        found = references.current().targets(values)
        return [found.get(pk) for pk in values]


class SnippetBlock(FromReferences, SnippetChooserBlock):
    """A snippet in the reader's language, shown through the snippet's own `data()`."""

    def bulk_to_python(self, values):
        found = super().bulk_to_python(values)
        if not references.is_open():
            return found
        localized = iter(references.current().localized(found))
        return [snippet and next(localized) for snippet in found]

    def get_searchable_content(self, value: Any) -> list[str]:
        fields = value.get_searchable_search_fields() if value else []
        return [str(field.get_value(value)) for field in fields]

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        return value.data() if value else None


def topic_chooser(**kwargs: Any) -> SnippetBlock:
    return SnippetBlock("core.Topic", **{"label": _("Topic"), **kwargs})


def contact_chooser(**kwargs: Any) -> SnippetBlock:
    return SnippetBlock("core.ContactPerson", **{"label": _("Contact person"), **kwargs})


def partner_chooser(**kwargs: Any) -> SnippetBlock:
    return SnippetBlock("core.Partner", **{"label": _("Partner"), **kwargs})
