"""Files in the media folder that are whole, or not there."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File

from core.files.storage import MediaStorage

UNFINISHED = ".unfinished-"
# What file systems without hard links say.
NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


class WholeFileStorage(MediaStorage):
    """Writes beside the place where a file belongs, and lays it there when all of it is on disk.

    Django's own writes in place: what a full disk or an end of the process interrupts stays there
    as half a file. Whoever is told that a file is stored can rely on it after a power cut, too.
    """

    def _save(self, name: str, content: File) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=UNFINISHED, delete=False) as unfinished:
            try:
                for chunk in content.chunks():
                    unfinished.write(chunk if isinstance(chunk, bytes) else chunk.encode())
                unfinished.flush()
                os.fsync(unfinished.fileno())
                os.fchmod(unfinished.fileno(), self.file_permissions_mode or 0o644)
                name = self._lay(unfinished.name, name)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(unfinished.name)
        self._ensure_location_group_id(self.path(name))
        _sync_folder(folder)
        return str(name).replace("\\", "/")

    def _lay(self, unfinished: str, name: str) -> str:
        """Give the file its name, or another one if somebody was faster."""
        while True:
            try:
                os.link(unfinished, self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                os.rename(unfinished, self.path(name))
                return name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
