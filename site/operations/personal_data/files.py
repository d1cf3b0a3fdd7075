"""Files that are to be deleted: noted in the transaction that lets go of them, deleted after it.

A storage that does not answer loses nothing: the note stays, and the schedule tries again.
"""

import logging
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from ..models import FileToDelete

logger = logging.getLogger(__name__)


def delete_later(names: Iterable[str]) -> None:
    """Delete these files of the media storage once the transaction is through."""
    names = {name for name in names if name}
    FileToDelete.objects.bulk_create(
        [FileToDelete(name=name) for name in sorted(names)], ignore_conflicts=True
    )
    transaction.on_commit(delete_noted, robust=True)


def delete_noted() -> tuple[int, int]:
    """Delete what is noted; how many files are gone now, and how many could not be deleted."""
    done = failed = 0
    for file in FileToDelete.objects.order_by("pk"):
        try:
            default_storage.delete(file.name)
        except Exception:  # of the file system or of S3's client
            logger.exception("File %s of the list of files to delete could not be deleted", file.pk)
            failed += 1
        else:
            file.delete()
            done += 1
    return done, failed
