"""A disk without room: told before a file is written where that can be known, recognised after."""

import errno
import shutil
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

# Bytes that stay free beside an upload: its sizes for the website, and the database.
RESERVE = 16 * 1024 * 1024
# No room, no room for this account, no larger files allowed.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_full(error: BaseException) -> bool:
    """Whether an error says that a file could not be written for want of room."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


def refuse_without_room(field: str, file: FieldFile) -> None:
    """Raises `ValidationError` for a new file that the disk has no room for.

    Only for files on this machine: nobody can say how much room other storage has.
    """
    if not file or file._committed or not isinstance(file.storage, FileSystemStorage):
        return
    if free_bytes(Path(file.storage.location)) < file.size + RESERVE:
        raise ValidationError({field: no_room()})


def no_room() -> str:
    """What to tell whoever sent a file."""
    return _(
        "There is no room left on the server for this file. Nothing was stored. Please tell "
        "those who run the website, and try again later."
    )


def free_bytes(folder: Path) -> int:
    """How many bytes the disk has left on which a folder lies, or will lie."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
