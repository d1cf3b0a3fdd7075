"""Files lose place and camera, and keep what they need to be shown and whose they are."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops
from PIL.ExifTags import Base
from PIL.PngImagePlugin import PngInfo

from core.picture_metadata import Rights, Unreadable, clean, read_rights
from tests import pictures
from tests.pictures import COPYRIGHT, CREATOR, DESCRIPTION, PLACE, is_at_rest, photo

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def in_format(file_format: str) -> bytes:
    if file_format != "PNG":
        return photo(file_format)
    texts = PngInfo()
    texts.add_text("Comment", PLACE)
    texts.add_itxt("XML:com.adobe.xmp", pictures.XMP.decode())
    return photo("PNG", pnginfo=texts)


@pytest.mark.parametrize("file_format", FORMATS)
def test_place_and_camera_leave_the_file(file_format: str) -> None:
    data = in_format(file_format)
    assert not is_at_rest(data)

    assert is_at_rest(clean(data))


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_picture_its_colours_and_its_orientation_stay(file_format: str) -> None:
    data = in_format(file_format)
    before, after = opened(data), opened(clean(data))

    assert after.format == file_format
    assert ImageChops.difference(before, after).getbbox() is None
    assert after.info["icc_profile"] == before.info["icc_profile"]
    assert after.getexif()[Base.Orientation] == 6


@pytest.mark.parametrize("file_format", FORMATS)
def test_author_and_rights_holder_stay(file_format: str) -> None:
    rights = read_rights(clean(in_format(file_format)))

    assert (rights.creator, rights.copyright) == (CREATOR, COPYRIGHT)


@pytest.mark.parametrize("file_format", FORMATS)
def test_cleaning_twice_changes_nothing(file_format: str) -> None:
    once = clean(in_format(file_format))

    assert clean(once) == once


def test_metadata_name_author_credit_and_description() -> None:
    assert read_rights(photo()) == Rights(
        creator=CREATOR,
        copyright=COPYRIGHT,
        credit="Pressestelle",
        description=DESCRIPTION,
        orientation=6,
    )


def test_iptc_place_leaves_and_its_author_is_kept() -> None:
    def record(number: int, text: str) -> bytes:
        return b"\x1c\x02" + bytes([number]) + len(text.encode()).to_bytes(2) + text.encode()

    iptc = record(80, "Ömer Beispiel") + record(92, PLACE)
    resource = b"8BIM\x04\x04\x00\x00" + len(iptc).to_bytes(4) + iptc + bytes(len(iptc) % 2)
    payload = b"Photoshop 3.0\x00" + resource
    segment = b"\xff\xed" + (len(payload) + 2).to_bytes(2) + payload
    plain = photo(exif=b"", xmp=b"")
    data = plain[:2] + segment + plain[2:]
    assert read_rights(data).creator == "Ömer Beispiel"

    cleaned = clean(data)

    assert PLACE.encode() not in cleaned
    assert read_rights(cleaned).creator == "Ömer Beispiel"


def test_pictures_hidden_behind_a_photo_leave_with_their_places() -> None:
    data = photo() + photo(size=(8, 8))

    cleaned = clean(data)

    assert cleaned == clean(photo())


def test_a_progressive_photo_with_several_scans_stays_whole() -> None:
    data = photo(progressive=True)

    cleaned = clean(data)

    assert is_at_rest(cleaned)
    assert ImageChops.difference(opened(data), opened(cleaned)).getbbox() is None


def test_an_animation_keeps_moving_without_its_comment() -> None:
    frames = [Image.new("P", (9, 9), number) for number in range(3)]
    file = BytesIO()
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=PLACE, duration=50
    )

    cleaned = clean(file.getvalue())

    image = opened(cleaned)
    assert (image.n_frames, image.info["loop"]) == (opened(file.getvalue()).n_frames, 0)
    assert PLACE.encode() not in cleaned


def test_a_picture_without_metadata_stays_as_it_is() -> None:
    data = photo(exif=b"", xmp=b"")

    assert clean(data) == data


@pytest.mark.parametrize("data", [photo()[:2] + b"what is this", b"<svg/>", b""])
def test_a_damaged_file_or_another_format_is_named(data: bytes) -> None:
    with pytest.raises(Unreadable):
        clean(data)
