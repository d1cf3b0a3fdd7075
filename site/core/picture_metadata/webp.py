"""WebP (RFC 9649): a RIFF container with chunks."""

from collections.abc import Iterator

PICTURE = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"])
HAS_EXIF, HAS_XMP = 0x08, 0x04  # flags of VP8X


def is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def strip(data: bytes, exif: bytes) -> bytes:
    chunks = [(name, payload) for name, payload in _chunks(data) if name in PICTURE]
    extended = bool(chunks) and chunks[0][0] == b"VP8X"
    if extended:  # the plain format has no metadata, and no place for any
        header = bytearray(chunks[0][1])
        header[0] = header[0] & ~(HAS_EXIF | HAS_XMP) | (HAS_EXIF if exif else 0)
        chunks[0] = (b"VP8X", bytes(header))
        if exif:
            chunks.append((b"EXIF", exif))
    body = b"WEBP" + b"".join(_chunk(name, payload) for name, payload in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunk(name: bytes, payload: bytes) -> bytes:
    return name + len(payload).to_bytes(4, "little") + payload + b"\x00" * (len(payload) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, payload) of each chunk."""
    place, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while place + 8 <= end:
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        yield data[place : place + 4], data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
