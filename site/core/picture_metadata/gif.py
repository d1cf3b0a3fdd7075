"""GIF (GIF89a): blocks of pictures and extensions."""

from collections.abc import Iterator

EXTENSION, PICTURE, TRAILER = 0x21, 0x2C, 0x3B
COMMENT, APPLICATION = 0xFE, 0xFF
# Applications that say how often an animation runs, and the colour profile; others, as XMP, leave.
LOOKS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def is_gif(data: bytes) -> bool:
    return data[:6] in (b"GIF87a", b"GIF89a")


def strip(data: bytes, exif: bytes) -> bytes:
    """Keep pictures and what moves them. The format has no EXIF, so `exif` has no place."""
    head = 13 + _colours(data[10])
    kept = [block for block in _blocks(data, head) if _stays(block)]
    return b"".join([data[:head], *kept, bytes([TRAILER])])


def _stays(block: bytes) -> bool:
    if block[0] != EXTENSION:
        return True
    if block[1] == APPLICATION:
        return block[3:14] in LOOKS
    return block[1] != COMMENT


def _colours(flags: int) -> int:
    """The length of the table of colours that the flags announce, in bytes."""
    return 3 * 2 ** ((flags & 0x07) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, place: int) -> Iterator[bytes]:
    while place < len(data) and data[place] != TRAILER:
        start = place
        if data[place] == EXTENSION:
            place += 2
        elif data[place] == PICTURE:
            place += 11 + _colours(data[place + 9])
        else:
            raise ValueError("no block where one must be")
        while size := data[place]:  # the content comes in pieces; an empty one ends it
            place += size + 1
        place += 1
        yield data[start:place]
