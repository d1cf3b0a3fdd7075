"""Who made a picture, by what its file says: EXIF, IPTC-IIM and XMP."""

from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from defusedxml import ElementTree
from django.conf import settings
from PIL import Image, IptcImagePlugin
from PIL.ExifTags import Base

from .avif import is_avif, read_exif

DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
RDF_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"

# IPTC-IIM 4.2, record 2: by-line, credit, copyright notice.
BYLINE, CREDIT, COPYRIGHT = (2, 80), (2, 110), (2, 116)
# Pixels of a side: what WebP can hold, in which pictures are shown.
LONGEST_SIDE = 16_383


@dataclass(frozen=True)
class Rights:
    """What a file says about its picture; "" for what it does not say."""

    creator: str = ""
    copyright: str = ""
    credit: str = ""
    description: str = ""
    # 1 to 8 as in EXIF; 1 is upright.
    orientation: int = 1


def is_drawable(width: int, height: int) -> bool:
    """Whether a picture of this size may be unpacked: a small file can pretend to be a huge one."""
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    return max(width, height) <= LONGEST_SIDE and width * height <= most


def read_rights(data: bytes) -> Rights:
    """What the file's metadata say. Nothing is raised: what cannot be read says nothing."""
    with suppress(Exception), Image.open(BytesIO(data)) as image:
        if is_drawable(*image.size):  # reading the EXIF of a PNG unpacks the whole picture
            return _read(image, data)
    return Rights()


def _read(image: Image.Image, data: bytes) -> Rights:
    exif: dict[int, Any] = {}
    iptc: dict[tuple[int, int], Any] = {}
    xmp = None
    # Metadata of strange programs fail in many ways; each kind may fail on its own.
    with suppress(Exception):
        exif = dict(_exif(image, data))
    with suppress(Exception):
        iptc = IptcImagePlugin.getiptcinfo(image) or {}
    with suppress(Exception):
        xmp = ElementTree.fromstring(_xml(image.info.get("xmp", b"")))
    orientation = exif.get(Base.Orientation, 1)
    return Rights(
        creator=_first(
            _xmp(xmp, f"{DC}creator"), _iptc(iptc, BYLINE), _text(exif.get(Base.Artist))
        ),
        copyright=_first(
            _xmp(xmp, f"{DC}rights"), _iptc(iptc, COPYRIGHT), _text(exif.get(Base.Copyright))
        ),
        credit=_first(_xmp(xmp, f"{PHOTOSHOP}Credit"), _iptc(iptc, CREDIT)),
        description=_xmp(xmp, f"{IPTC_CORE}AltTextAccessibility"),
        orientation=orientation if orientation in range(1, 9) else 1,
    )


def _exif(image: Image.Image, data: bytes) -> Image.Exif:
    if not is_avif(data):
        return image.getexif()
    exif = Image.Exif()
    exif.load(read_exif(data))
    return exif


def _first(*texts: str) -> str:
    return next(filter(None, texts), "")


def _xml(packet: bytes | str) -> bytes:
    """The XML of an XMP packet, which may be padded with zeros and spaces."""
    data = packet.encode() if isinstance(packet, str) else packet
    return data.strip(b"\x00 \r\n\t")


def _xmp(root: Any, name: str) -> str:
    """A property, written as an element, a list of several, or an attribute."""
    if root is None:
        return ""
    for element in root.iter():
        if element.tag == name:
            items = [item.text or "" for item in element.iter(RDF_ITEM)]
            return ", ".join(filter(None, map(_text, items or [element.text])))
        if name in element.attrib:
            return _text(element.attrib[name])
    return ""


def _iptc(records: dict[tuple[int, int], Any], key: tuple[int, int]) -> str:
    found = records.get(key, [])
    return ", ".join(filter(None, map(_text, found if isinstance(found, list) else [found])))


def _text(value: Any) -> str:
    """Text in whichever of the two encodings that are in use; Pillow always takes Latin-1."""
    if isinstance(value, str):
        with suppress(UnicodeEncodeError):
            value = value.encode("latin-1")
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            value = value.decode("latin-1")
    return " ".join(str(value or "").replace("\x00", " ").split())
