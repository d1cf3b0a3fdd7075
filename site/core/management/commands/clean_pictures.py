from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from wagtail.images import get_image_model

from ...picture_metadata import Unreadable, clean


class Command(BaseCommand):
    """For pictures that were stored before files were cleaned, or laid into the folder by hand."""

    help = "Removes place and camera from the files of all pictures; nothing else changes."

    def handle(self, *args: Any, **options: Any) -> None:
        cleaned = 0
        for image in get_image_model().objects.order_by("pk").iterator():
            try:
                cleaned += clean_stored(image)
            except (OSError, Unreadable) as problem:
                self.stderr.write(f"{image.pk} {image.title}: {problem}")
        self.stdout.write(f"Pictures: {cleaned} cleaned.")


def clean_stored(image: Any) -> bool:
    """Replace a picture's file and its renditions if the file holds what does not belong into it.

    Returns whether it did. Raises `OSError` if the file is missing, `Unreadable` if it is damaged.
    """
    storage, name = image.file.storage, image.file.name
    with storage.open(name, "rb") as file:
        data = file.read()
    if clean(data) == data:
        return False
    image.file.save(name.rpartition("/")[2], ContentFile(data), save=False)
    image.save()
    storage.delete(name)
    for rendition in image.renditions.all():
        rendition.delete()
    return True
