"""Where uploads are stored: a folder of this machine. A bucket instead: `core.files.s3`."""

from posixpath import normpath

from django.core.files.storage import FileSystemStorage

from .names import HarmlessNames

# Folders of pictures for everybody: all that a web server, or a bucket, may hand out by itself.
PUBLIC_FOLDERS = ("images", "original_images")
PRIVATE = "private/"
# How long others may keep public pictures, which can be withdrawn as pages can. The proxy says the
# same (`operations/proxy/nginx.conf`).
KEPT = "public, max-age=30, must-revalidate"


def is_public(name: str) -> bool:
    """Whether a file lies in a folder for everybody, also if its name leads out of it again."""
    return normpath(name) == name and name.partition("/")[0] in PUBLIC_FOLDERS


class MediaStorage(HarmlessNames, FileSystemStorage):
    """A folder of this machine."""
