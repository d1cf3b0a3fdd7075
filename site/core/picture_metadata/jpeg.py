"""JPEG (ITU-T T.81): a row of segments, the picture's data between them."""

import re
from collections.abc import Iterator

START, END = b"\xff\xd8", b"\xff\xd9"
SCAN, APP0, APP1, APP2, APP14 = 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
COMMENT = 0xFE
# Inside the picture's data, FF 00 is a byte and FF D0 … D7 are restart marks; FF FF is padding.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def is_jpeg(data: bytes) -> bool:
    return data.startswith(START)


def strip(data: bytes, exif: bytes) -> bytes:
    """Keep what is needed to decode, the colour profile and `exif`; end with the first picture.

    Behind it phones hide more: previews with metadata of their own, short videos, depth maps.
    """
    parts = [START]
    segments = list(_segments(data))
    head = 1 if segments and segments[0][0] == APP0 else 0  # JFIF comes first
    for number, (marker, content) in enumerate(segments):
        if number == head and exif:
            parts.append(_segment(APP1, b"Exif\x00\x00" + exif))
        if _stays(marker, content):
            parts.append(content)
    return b"".join([*parts, END])


def _segment(marker: int, payload: bytes) -> bytes:
    if len(payload) > 0xFFFD:
        raise ValueError("too long for a segment")
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2) + payload


def _stays(marker: int, content: bytes) -> bool:
    payload = content[4:]
    if marker == APP0:
        return payload.startswith(b"JFIF\x00")
    if marker == APP2:
        return payload.startswith(b"ICC_PROFILE\x00")
    if marker == APP14:
        return payload.startswith(b"Adobe")  # says how colours are stored
    return not (APP1 <= marker <= 0xEF or marker == COMMENT)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, bytes) of each segment up to the end of the picture; a scan with its data."""
    place = len(START)
    while True:
        if place >= len(data):
            return  # cut off: what is there can still be shown
        if data[place] != 0xFF:
            raise ValueError("no segment where one must be")
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == 0xD9:
            return
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == SCAN:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield marker, data[place:end]
        place = end
