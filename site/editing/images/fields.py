"""The field for a picture's file, with refusals that say what to do."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image as Drawing
from wagtail.images.fields import WagtailImageField

from core.dates import format_number
from core.picture_files import read
from core.picture_metadata import LONGEST_SIDE, Unreadable, clean

MILLION = 1_000_000
# What phones write that browsers do not show.
HEIF = ("heic", "heif")


class PictureField(WagtailImageField):
    """Wagtail's field; the refusals name the limit and a way out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _(
            "%(formats)s, up to %(size)s and %(pixels)s million pixels. The place where a photo "
            "was taken is removed from the file."
        ) % {
            "formats": self.supported_formats_text,
            "size": self.max_upload_size_text,
            "pixels": _millions(self.max_image_pixels),
        }
        self.error_messages["invalid_image_extension"] = _(
            "This kind of file cannot be used. Possible are: %(formats)s. Photos of an iPhone "
            "(HEIC) have to be saved as JPEG first."
        ) % {"formats": self.supported_formats_text}
        self.error_messages["heic"] = _(
            "This is a photo in the format HEIC, which many browsers cannot show. Please save it "
            "as JPEG and upload it again. An iPhone takes JPEG photos at once if you choose "
            "“Most Compatible” in Settings, Camera, Formats."
        )
        self.error_messages["file_too_many_pixels"] = _(
            "This picture has too many pixels: %(num_pixels)s million. The limit is "
            "%(max_pixels_count)s million. Please make it smaller, for example 4000 pixels wide."
        )
        self.error_messages["side_too_long"] = _(
            "This picture is too long or too wide. The limit is %(pixels)s pixels on each side. "
            "Please make it smaller, for example 4000 pixels wide."
        ) % {"pixels": format_number(LONGEST_SIDE)}
        self.error_messages["damaged"] = _(
            "This file is damaged. Please open it in a picture program, save it anew and upload "
            "that file."
        )

    def check_image_file_format(self, f: Any) -> None:
        if f.image.format_name in HEIF or _extension(f) in HEIF:
            raise ValidationError(self.error_messages["heic"], code="heic")
        super().check_image_file_format(f)

    def check_image_pixel_size(self, f: Any) -> None:
        """By the file's head alone: Wagtail unpacks the picture to learn how large it is."""
        try:
            with Drawing.open(BytesIO(read(f))) as drawing:
                width, height = drawing.size
                pixels = width * height * getattr(drawing, "n_frames", 1)
        except (Drawing.DecompressionBombError, Drawing.DecompressionBombWarning):
            # Pillow does not say how large it is.
            raise ValidationError(self.error_messages["side_too_long"], code="too_large") from None
        except (OSError, SyntaxError, ValueError):  # begins like a picture, and is none
            raise ValidationError(self.error_messages["damaged"], code="damaged") from None
        if pixels > self.max_image_pixels:
            counts = {
                "num_pixels": _millions(pixels),
                "max_pixels_count": _millions(self.max_image_pixels),
            }
            message = self.error_messages["file_too_many_pixels"] % counts
            raise ValidationError(message, code="file_too_many_pixels")
        if max(width, height) > LONGEST_SIDE:
            raise ValidationError(self.error_messages["side_too_long"], code="too_large")

    def run_validators(self, value: Any) -> None:
        # Before Wagtail's list of endings, which would only say that this one is not on it.
        if value and _extension(value) in HEIF:
            raise ValidationError(self.error_messages["heic"], code="heic")
        super().run_validators(value)

    def clean(self, data: Any, initial: Any = None) -> Any:
        value = super().clean(data, initial)
        if isinstance(data, File) and value:
            try:
                clean(read(value))
            except Unreadable:
                raise ValidationError(self.error_messages["damaged"], code="damaged") from None
        return value


def _extension(file: File) -> str:
    return Path(file.name or "").suffix.lower().removeprefix(".")


def _millions(pixels: int) -> str:
    return format_number(round(pixels / MILLION, 1))
