"""Picture files as cameras and programs write them: with place, author, profile and orientation."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

# Words that no cleaned file may hold, one per kind of metadata.
PLACE = "Hinterhof 7"
CAMERA = "Seriennummer 0815"
CREATOR = "Erika Müller"
COPYRIGHT = "© Stadtarchiv Bochum"
DESCRIPTION = "Zwei Frauen am Rednerpult"

XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
  exif:GPSLatitude="51,28.9N" Iptc4xmpCore:Location="{PLACE}" photoshop:Credit="Pressestelle">
<dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">{DESCRIPTION}</rdf:li>
</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def gps_exif(orientation: int = 6, creator: str = CREATOR) -> Image.Exif:
    """EXIF with position, camera, author, rights and orientation (6: turn by 90° to the right)."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Model] = CAMERA
    if creator:
        exif[Base.Artist] = creator.encode()
        exif[Base.Copyright] = COPYRIGHT.encode()
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (51.0, 28.0, 54.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (7.0, 12.0, 58.0),
        }
    )
    return exif


def profile() -> bytes:
    """sRGB, without the moment at which it was made (ICC.1, header, bytes 24 to 35)."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + bytes(12) + made[36:]


def photo(file_format: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A picture whose left half is red, with everything that a camera writes into it."""
    image = Image.new("RGB", size, "navy")
    image.paste("firebrick", (0, 0, size[0] // 2, size[1]))
    settings = {"exif": gps_exif(), "xmp": XMP, "icc_profile": profile(), **options}
    file = BytesIO()
    image.save(file, file_format, **settings)
    return file.getvalue()


def is_at_rest(data: bytes) -> bool:
    """Whether nothing in the file says where and with what it was taken."""
    with Image.open(BytesIO(data)) as image:
        has_place = bool(image.getexif().get_ifd(IFD.GPSInfo))
    words = (PLACE, CAMERA, "GPSLatitude")
    return not has_place and not any(word.encode() in data for word in words)
