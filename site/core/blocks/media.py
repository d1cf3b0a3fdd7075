from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .. import references
from ..block_references import Reference
from ..documents import document_data
from ..images import image_data
from ..shapes import DocumentData, Picture, PictureCredit
from .base import GROUP_MEDIA, Value, ValueBlock, title_block
from .choosers import DocumentChooserBlock, ImageBlock


class WithPicture(TypedDict):
    """The picture; null if it lies in a private collection."""

    image: Picture | None


class PictureCredits(TypedDict):
    """All pictures that visitors see, with their makers."""

    pictures: list[PictureCredit]


class Download(TypedDict):
    """A document under the title that it has here."""

    title: str
    document: DocumentData


class PictureValue(Value):
    def data(self) -> WithPicture:
        return {"image": image_data(self["image"], caption=self["caption"])}


class PictureBlock(ValueBlock):
    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Caption"),
        help_text=_("The credit is added from the picture itself."),
    )

    def get_preview_value(self):
        image = get_image_model().objects.first()
        return self.normalize({"image": image, "caption": "Illustration anstelle eines Fotos"})

    class Meta:
        icon = "image"
        label = _("Picture")
        group = GROUP_MEDIA
        description = _("A picture with caption and credit.")
        template = "blocks/image.html"
        value_class = PictureValue


def load_picture_credits(keys: Iterable[None]) -> tuple[()]:
    """Marks the pages that list all pictures; the list is loaded when it is shown."""
    return ()


class PictureCreditsBlock(blocks.StaticBlock):
    """The generated list of all pictures that visitors see, with their makers."""

    def loads(self, raw: Any) -> Iterator[Reference]:
        yield load_picture_credits, None

    @staticmethod
    def pictures() -> list[Any]:
        from ..credits import pictures_in_use

        return references.current().once("picture credits", pictures_in_use)

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context), "pictures": self.pictures()}

    def get_api_representation(self, value, context=None) -> PictureCredits:
        return {
            "pictures": [
                {
                    "id": picture.pk,
                    "title": picture.title,
                    "credit": picture.credit,
                    "licence": picture.licence,
                    "source_url": picture.source_url,
                    "is_illustration": picture.is_illustration,
                }
                for picture in self.pictures()
            ]
        }

    class Meta:
        icon = "image"
        label = _("Picture credits")
        group = GROUP_MEDIA
        description = _("The list of all pictures in use with credit and licence, made by itself.")
        admin_text = _("Here stands the list of all pictures in use, always up to date.")
        template = "blocks/picture_credits.html"
        preview_value = None


class DownloadValue(Value):
    @property
    def name(self) -> str:
        """The title given here, else the document's."""
        document = self["document"]
        return self["title"] or (document.title if document else "")

    @property
    def file_type(self) -> str:
        """The ending of the file's name in capitals ("PDF")."""
        return self["document"].file_extension.upper() if self["document"] else ""

    def data(self) -> Download:
        return {"title": self.name, "document": document_data(self["document"])}


class DownloadBlock(ValueBlock):
    document = DocumentChooserBlock(
        label=_("Document"), help_text=_("Type and size are added by themselves.")
    )
    title = blocks.CharBlock(
        required=False,
        max_length=160,
        label=_("Title"),
        help_text=_("Empty: the title of the document."),
    )

    def get_api_representation(self, value, context=None):
        """None, which lists leave out, without a document or if that is private."""
        return super().get_api_representation(value, context) if value["document"] else None

    class Meta:
        icon = "doc-full"
        label = _("Document")
        value_class = DownloadValue


class DownloadsValue(Value):
    @property
    def available(self) -> list[DownloadValue]:
        """The documents that exist and are not private."""
        return [item for item in self["items"] if item["document"]]


class DownloadsBlock(ValueBlock):
    title = title_block()
    items = blocks.ListBlock(
        DownloadBlock(),
        min_num=1,
        label=_("Documents"),
        help_text=_("In the order in which readers need them."),
    )

    def get_preview_value(self):
        documents = get_document_model().objects.all()[:2]
        return self.normalize(
            {"title": "Material", "items": [{"document": doc, "title": ""} for doc in documents]}
        )

    class Meta:
        icon = "download"
        label = _("Downloads")
        group = GROUP_MEDIA
        description = _("Documents with title, type and size.")
        template = "blocks/downloads.html"
        value_class = DownloadsValue
