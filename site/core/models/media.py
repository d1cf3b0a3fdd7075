import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError
from wagtail.search import index

from ..disk import is_full, refuse_without_room
from ..fields import HttpsURLField
from ..files.contents import check_document
from ..picture_files import PictureFile

logger = logging.getLogger(__name__)


class Licence(models.TextChoices):
    """Under which terms a picture may be shown."""

    OWN = "own", _("Own work")
    PERMISSION = "permission", _("Used with permission")
    CC0 = "CC0-1.0", _("CC0 1.0 (public domain)")
    CC_BY = "CC-BY-4.0", _("CC BY 4.0 (attribution)")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0 (attribution, share alike)")


def _uploader(related_name: str) -> models.ForeignKey:
    """Wagtail's field with a name of its own for the way back.

    The models of Wagtail that ours replace stay registered and have the names "image_set" and
    "document_set" already.
    """
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )
    field.wagtail_reference_index_ignore = True
    return field


class Image(AbstractImage):
    """A picture. The credit is required: German copyright law (§ 13 UrhG) gives authors the
    right to be named."""

    uploaded_by_user = _uploader("uploaded_images")
    tags = TaggableManager(
        help_text=None, blank=True, related_name="images", verbose_name=_("tags")
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        help_text=_("Who made the picture, as it is to be shown: “Photo: Name”."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.PERMISSION,
        help_text=_("Under which terms the picture may be shown."),
    )
    source_url = HttpsURLField(
        _("source"), blank=True, help_text=_("Where the picture was published first, if anywhere.")
    )
    is_illustration = models.BooleanField(
        _("illustration"),
        default=False,
        help_text=_("Tick this if the picture is a drawing that stands in for a photo."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "source_url",
        "is_illustration",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.FilterField("id"),  # private pictures are left out by it
        index.FilterField("is_illustration"),
    ]
    api_fields = ["credit", "licence", "source_url", "is_illustration", "description"]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def clean(self) -> None:
        super().clean()
        refuse_without_room("file", self.file)

    def create_rendition(self, *args: Any, **kwargs: Any) -> AbstractRendition:
        """As Wagtail's; raises `SourceImageIOError` on a full disk, so that a page is shown
        without the picture instead of not at all."""
        with _no_room_is_no_picture():
            return super().create_rendition(*args, **kwargs)

    def create_renditions(self, *filters: Any) -> dict[Any, AbstractRendition]:
        """As Wagtail's, and all or none; raises `SourceImageIOError` on a full disk."""
        if not filters:  # all are there; no savepoint for nothing
            return {}
        self._generated: list[AbstractRendition] = []
        try:
            # What goes wrong must not break a transaction around it; without one, none is opened,
            # because making the sizes takes seconds.
            within = transaction.atomic() if connection.in_atomic_block else nullcontext()
            with _no_room_is_no_picture(), within:
                return super().create_renditions(*filters)
        except OSError:
            for rendition in self._generated:
                if rendition.file._committed:
                    rendition.file.delete(save=False)
            raise

    def generate_rendition_instance(self, *args: Any, **kwargs: Any) -> AbstractRendition:
        rendition = super().generate_rendition_instance(*args, **kwargs)
        self._generated.append(rendition)
        return rendition

    def _set_image_file_metadata(self) -> None:
        """`PictureFile` measures what is stored; Wagtail would measure what was sent."""

    def get_upload_to(self, filename: str) -> str:
        """Where the file goes: into a folder for everybody, or not."""
        from ..files import places

        private = places.is_private(self)
        return places.place_of(places.ORIGINALS, filename, private=private)

    @property
    def default_alt_text(self) -> str:
        """The description, or nothing: a file's title is no alternative text."""
        return self.description


@contextmanager
def _no_room_is_no_picture() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        logger.error("No room for the sizes of a picture: %s", error)
        raise SourceImageIOError(str(error)) from error


# Not a field of our own: it would stand behind the fields that `PictureFile` fills in.
Image._meta.get_field("file").attr_class = PictureFile


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """Beside others of its kind; private if the picture is."""
        from ..files import places

        private = places.is_private(self.image)
        original = self.image.file.name
        return places.place_of(places.RENDITIONS, filename, private=private, made_from=original)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class Document(AbstractDocument):
    uploaded_by_user = _uploader("uploaded_documents")
    tags = TaggableManager(
        help_text=None, blank=True, related_name="documents", verbose_name=_("tags")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
        help_text=_("The language in which the document is written."),
    )
    is_accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("Tick this if the file was checked for accessibility (PDF/UA)."),
    )

    admin_form_fields = (*WagtailDocument.admin_form_fields, "language", "is_accessible")
    search_fields = [*AbstractDocument.search_fields, index.FilterField("language")]
    api_fields = ["language", "is_accessible", "file_size"]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        """Refuse a new file whose content is not what its name says (`core.files.contents`)."""
        super().clean()
        refuse_without_room("file", self.file)
        if self.file and not self.file._committed:
            check_document(self.file.name, self.file.file)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail measures what comes through its forms; files also come by import.
        if self.file and self.file_size is None:
            with suppress(OSError):  # the file may be lost, and the record still be edited
                self._set_document_file_metadata()
        super().save(*args, **kwargs)
