"""AVIF (ISO/IEC 23008-12): boxes in boxes, with tables of where in the file each item lies.

Moving anything would make those tables wrong, so metadata are overwritten where they lie.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EMPTY_TIFF = b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
EMPTY_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
FREE = b"free"
NEEDED = (b"ftyp", b"mdat", b"moov")


@dataclass(frozen=True)
class Box:
    name: bytes
    start: int  # of the content
    end: int
    name_at: int


def is_avif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis", b"mif1", b"msf1")


def strip(data: bytes, exif: bytes) -> bytes:
    cleaned = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.name == b"meta":
            _overwrite_items(data, box, exif, cleaned)
        elif box.name not in NEEDED:
            _free(box, cleaned)
        elif box.name == b"moov":
            for inner in _boxes(data, box.start, box.end):
                if inner.name in (b"uuid", b"udta", b"meta"):
                    _free(inner, cleaned)
    return bytes(cleaned)


def _boxes(data: bytes, place: int, end: int) -> Iterator[Box]:
    while place + 8 <= end:
        size, start = int.from_bytes(data[place : place + 4]), place + 8
        if size == 1:
            size, start = int.from_bytes(data[start : start + 8]), start + 8
        stop = place + size if size else end
        if stop > end or stop < start:
            raise ValueError("a box that ends outside its box")
        yield Box(data[place + 4 : place + 8], start, stop, place + 4)
        place = stop


def _free(box: Box, cleaned: bytearray) -> None:
    cleaned[box.name_at : box.name_at + 4] = FREE
    cleaned[box.start : box.end] = bytes(box.end - box.start)


def read_exif(data: bytes) -> bytes:
    """The TIFF structure with the EXIF, as it is stored; b"" without one.

    Pillow adds the orientation and thereby spoils letters beyond ASCII.
    """
    for box in _boxes(data, 0, len(data)):
        for kind, extents in _metadata(data, box) if box.name == b"meta" else []:
            if kind == b"Exif":
                content = b"".join(data[start : start + length] for start, length in extents)
                return content[4 + int.from_bytes(content[:4]) :]
    return b""


def _overwrite_items(data: bytes, meta: Box, exif: bytes, cleaned: bytearray) -> None:
    contents = {b"Exif": _exif_content(exif), b"mime": _xmp_content}
    for kind, extents in _metadata(data, meta):
        content = contents[kind](sum(length for __, length in extents))
        for start, length in extents:
            cleaned[start : start + length] = content[:length]
            content = content[length:]


def _metadata(data: bytes, meta: Box) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """(kind, [(start, length), …]) of each item that is EXIF or, as all of kind "mime", XMP."""
    inner = {box.name: box for box in _boxes(data, meta.start + 4, meta.end)}
    if b"iinf" in inner and b"iloc" in inner:
        kinds = dict(_items(data, inner[b"iinf"]))
        idat = inner[b"idat"].start if b"idat" in inner else 0
        for item, extents in _places(data, inner[b"iloc"], idat):
            if kinds.get(item) in (b"Exif", b"mime"):
                yield kinds[item], extents


def _exif_content(exif: bytes) -> Callable[[int], bytes]:
    """A function that fills so many bytes with the EXIF that stays, or with none."""

    def fill(room: int) -> bytes:
        # Four bytes say where the TIFF structure begins: right after them.
        wanted = (bytes(4) + tiff for tiff in (exif, EMPTY_TIFF) if tiff)
        fitting = next((content for content in wanted if len(content) <= room), b"")
        return fitting.ljust(room, b"\x00")

    return fill


def _xmp_content(room: int) -> bytes:
    return (EMPTY_XMP if len(EMPTY_XMP) <= room else b"").ljust(room)


def _items(data: bytes, box: Box) -> Iterator[tuple[int, bytes]]:
    """(id, kind) of each item: b"av01", b"Exif", b"mime" (XMP) …"""
    entries = box.start + (6 if data[box.start] == 0 else 8)
    for entry in _boxes(data, entries, box.end):
        width = 2 if data[entry.start] < 3 else 4
        place = entry.start + 4
        item = int.from_bytes(data[place : place + width])
        yield item, data[place + width + 2 : place + width + 6]


def _places(data: bytes, box: Box, idat: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """(id, [(start, length), …]) of each item: where in the file its bytes lie."""
    version, sizes = data[box.start], data[box.start + 4 : box.start + 6]
    offset_size, length_size = sizes[0] >> 4, sizes[0] & 15
    base_size, index_size = sizes[1] >> 4, sizes[1] & 15 if version else 0
    reader = _Reader(data, box.start + 6)
    id_size = 2 if version < 2 else 4
    for __ in range(reader.number(id_size)):
        item = reader.number(id_size)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)  # which file: always this one
        base = reader.number(base_size) + (idat if method == 1 else 0)
        extents = []
        for __ in range(reader.number(2)):
            reader.number(index_size)
            offset, length = reader.number(offset_size), reader.number(length_size)
            if method > 1 or not 0 < base + offset + length <= len(data):
                raise ValueError("an item that lies nowhere")
            extents.append((base + offset, length))
        yield item, extents


class _Reader:
    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def number(self, size: int) -> int:
        found = self.data[self.place : self.place + size]
        if len(found) < size:
            raise struct.error("the table ends too early")
        self.place += size
        return int.from_bytes(found)
