"""Files that do not lie where they belong, and those that nobody waits for any more."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import UploadedFile

from core.files import places

from .runner import JobError

WAITS_FOR = timedelta(days=1)


def put_in_place() -> str:
    """Move pictures that lie in the wrong folder: their collection was moved, or changed past
    Django's signals."""
    moved, failed = places.put_in_place(places.misplaced())
    if failed:
        numbers = ", ".join(str(image.pk) for image in failed)
        raise JobError(f"pictures whose files could not be moved: {numbers}")
    return f"{moved} pictures moved"


def delete_abandoned() -> str:
    """Delete pictures and documents that were uploaded a day ago and never described, so that
    they never became part of the library (Wagtail keeps them for ever)."""
    deleted = 0
    for upload in UploadedFile.objects.order_by("pk"):
        if _is_abandoned(upload):
            upload.file.delete(save=False)
            upload.delete()
            deleted += 1
    return f"{deleted} abandoned uploads deleted"


def _is_abandoned(upload: UploadedFile) -> bool:
    """Its row has no date, so the file's counts; without a file there is nothing to wait for."""
    storage, name = upload.file.storage, upload.file.name
    if not name or not storage.exists(name):
        return True
    return storage.get_modified_time(name) < timezone.now() - WAITS_FOR
