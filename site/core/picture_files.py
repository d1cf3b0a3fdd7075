"""Pictures as they are stored: cleaned of place and camera, whichever way they come in."""

import hashlib
from io import BytesIO
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile, File
from django.db.models.signals import pre_save
from django.dispatch import receiver
from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.images.models import WagtailImageFieldFile
from wagtail.models import UploadedFile

from .picture_metadata import Unreadable, clean, is_drawable


class PictureFile(WagtailImageFieldFile):
    """The one place through which forms, imports, scripts and the API store a picture."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Raises `picture_metadata.Unreadable` for a damaged file, and for one that would unpack to
        more than a picture may have."""
        data = clean(read(content))
        refuse_bomb(data)
        # Wagtail's forms measured what was sent; duplicates are found by what is stored.
        self.instance.file_size = len(data)
        self.instance.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        super().save(name, ContentFile(data, name), save)


def refuse_bomb(data: bytes) -> None:
    """Raise `Unreadable` for a picture that is too large to be unpacked, by its head alone."""
    try:
        with Drawing.open(BytesIO(data)) as drawing:
            size = drawing.size
    except (Drawing.DecompressionBombError, Drawing.DecompressionBombWarning) as error:
        raise Unreadable(str(error)) from error
    except (OSError, ValueError, SyntaxError):
        return  # damaged in a way that measuring it will tell
    if not is_drawable(*size):
        raise Unreadable(f"{size[0]} × {size[1]} pixels")


def read(content: File) -> bytes:
    """The whole content, wherever somebody else stopped reading."""
    content.seek(0)
    data = content.read()
    content.seek(0)
    return data


@receiver(pre_save, sender=UploadedFile)
def clean_waiting_upload(instance: UploadedFile, **kwargs: Any) -> None:
    """What waits for its credit and description lies in the public media folder as well."""
    waiting_for = ContentType.objects.get_for_model(get_image_model())
    if instance.for_content_type_id != waiting_for.pk or instance.file._committed:
        return
    instance.file = ContentFile(clean(read(instance.file)), instance.file.name)
