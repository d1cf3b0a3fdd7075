"""A picture file without what does not belong into it; each format in its own file."""

import struct
from collections.abc import Callable

from PIL import Image
from PIL.ExifTags import Base

from . import avif, gif, jpeg, png, webp
from .rights import Rights, read_rights

# By how a file begins; what is not named here is no picture, whatever its name.
STRIPPERS: list[tuple[Callable[[bytes], bool], Callable[[bytes, bytes], bytes]]] = [
    (jpeg.is_jpeg, jpeg.strip),
    (png.is_png, png.strip),
    (webp.is_webp, webp.strip),
    (gif.is_gif, gif.strip),
    (avif.is_avif, avif.strip),
]


class Unreadable(ValueError):
    """The file is damaged, so that nobody knows what it holds."""


def clean(data: bytes) -> bytes:
    """The same picture, without place, camera, comments and pictures hidden behind it.

    Cleaning twice changes nothing. Raises `Unreadable` for a damaged file, and for all that is no
    picture of these formats.
    """
    for is_format, strip in STRIPPERS:
        if is_format(data):
            try:
                return strip(data, _exif(read_rights(data)))
            except (IndexError, ValueError, struct.error) as error:
                raise Unreadable(str(error)) from error
    raise Unreadable("none of the formats in which pictures are stored")


def _exif(rights: Rights) -> bytes:
    """A TIFF structure with what stays; b"" if there is nothing to say."""
    exif = Image.Exif()
    if rights.orientation != 1:
        exif[Base.Orientation] = rights.orientation
    # The names that only IPTC or XMP held are kept here, where every program looks.
    if rights.creator:
        exif[Base.Artist] = rights.creator.encode()
    if rights.copyright or rights.credit:
        exif[Base.Copyright] = (rights.copyright or rights.credit).encode()
    return exif.tobytes().removeprefix(b"Exif\x00\x00") if exif else b""
