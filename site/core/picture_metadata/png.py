"""PNG (ISO/IEC 15948, third edition of the W3C): a row of chunks."""

import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Chunks beyond the needed ones that say how the picture looks; others, as texts, times and EXIF,
# leave. A chunk is needed if its name begins with a capital.
LOOKS = frozenset(
    b"tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)


def is_png(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def strip(data: bytes, exif: bytes) -> bytes:
    parts = [SIGNATURE]
    for name, content in _chunks(data):
        if name == b"IDAT" and exif:
            parts.append(_chunk(b"eXIf", exif))
            exif = b""
        if name[:1].isupper() or name in LOOKS:
            parts.append(content)
    return b"".join(parts)


def _chunk(name: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4) + name + payload + zlib.crc32(name + payload).to_bytes(4)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, bytes) of each chunk up to the last one of the picture."""
    place = len(SIGNATURE)
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4])
        name = data[place + 4 : place + 8]
        yield name, data[place:end]
        if name == b"IEND":
            return
        place = end
