"""Uploads are what their content says; what is refused leaves nothing behind."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Drawing
from PIL.PngImagePlugin import PngImageFile
from wagtail.models import Collection, UploadedFile

from core.files.contents import CHECKS, MAIN_PARTS
from core.files.names import harmless, unguessable
from core.models import Document, Image
from core.picture_metadata import Unreadable
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n"
SCRIPT = b"<script>alert(1)</script><?php system($_GET['c']); ?>"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)


def picture(kind: str = "PNG", **values) -> bytes:
    drawn = BytesIO()
    Drawing.new("RGB", (40, 30), "teal").save(drawn, kind, **values)
    return drawn.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that is small and says that it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def package(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def office(ending: str = "docx", **more: bytes) -> bytes:
    types = f'<Types><Override ContentType="{MAIN_PARTS[ending]}"/></Types>'.encode()
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w/>", **more})


def open_document(**more: bytes) -> bytes:
    return package({"mimetype": b"application/vnd.oasis.opendocument.text", **more})


def stored_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def upload_document(name: str, content: bytes):
    """The answer to an upload by the admin's form for one, and by the one for many."""
    client = signed_in("administrator")
    root = Collection.get_first_root_node()
    one = client.post(
        "/admin/documents/add/",
        {
            "title": "X",
            "collection": root.pk,
            "language": "de",
            "file": SimpleUploadedFile(name, content),
        },
    )
    many = client.post(
        "/admin/documents/multiple/add/",
        {"title": "X", "files[]": SimpleUploadedFile(name, content)},
    )
    return one, many


GOOD = [
    ("a.pdf", b"%PDF-1.7\n" + SCRIPT + package({"a": b"b"})),  # a download that runs nothing
    ("a.docx", office()),
    ("a.xlsx", office("xlsx")),
    ("a.pptx", office("pptx")),
    ("a.odt", open_document()),
    ("a.txt", "Grüße".encode("cp1252")),
    ("a.txt", "Grüße".encode("utf-16")),
    ("a.csv", b"Stadt;Zahl\nK\xc3\xb6ln;1\n"),
    ("a.ics", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
]
BAD = [
    *[(f"a.{ending}", b"MZ\x90\x00\x03" + b"\0" * 100) for ending in CHECKS],
    *[(f"a.{ending}", picture()) for ending in CHECKS],
    *[(f"a.{ending}", SVG) for ending in CHECKS if ending not in ("txt", "csv")],
    ("a.pdf", SCRIPT + b"%PDF-1.7"),
    ("a.docx", office("xlsx")),
    ("a.docx", package({"a.txt": b""})),
    ("a.docx", b"PK\x03\x04" + b"\0" * 50),
    ("a.docx", office(**{"word/vbaProject.bin": b"x"})),
    ("a.xlsx", office("xlsx", **{"xl/macrosheets/sheet1.xml": b"x"})),
    ("a.docx", office(**{"word/activeX/activeX1.bin": b"x"})),
    ("a.docx", package({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"})),
    ("a.docx", office(**{"word/media/a.bin": b"\0" * 30_000_000})),
    ("a.docx", office(**{f"word/{n}.xml": b"" for n in range(5_001)})),
    ("a.odt", open_document(**{"Basic/Standard/Module1.xml": b"x"})),
    ("a.odt", office()),
    ("a.txt", b"%PDF-1.7"),
    ("a.ics", b"BEGIN:VCARD"),
    ("a.svg", SVG),
    ("a.html", b"<p>"),
    ("a.docm", office()),
    ("a.pdf.exe", b"%PDF-1.7"),
    ("a", b"%PDF-1.7"),
]


def test_documents_are_what_they_say():
    wrong = []
    for name, content in GOOD:
        one, many = upload_document(name, content)
        if one.status_code != 302 or not many.json()["success"]:
            wrong.append((name, content[:20], many.content))
    assert wrong == []
    # Of many at once, each waits until somebody has said what it is.
    assert (Document.objects.count(), UploadedFile.objects.count()) == (len(GOOD), len(GOOD))


def test_what_is_refused_leaves_nothing_behind():
    before, kept = stored_files(), []
    for name, content in BAD:
        one, many = upload_document(name, content)
        if one.status_code != 200 or many.json()["success"]:
            kept.append((name, content[:20]))
    assert kept == []
    assert not Document.objects.exists()
    assert not UploadedFile.objects.exists()
    assert stored_files() == before


PICTURES = [
    ("a.svg", SVG),
    ("a.png", SVG),
    ("a.jpg", b"\xff\xd8\xff" + SCRIPT),
    ("a.gif", b"GIF89a/*" + SCRIPT),
    ("a.png", picture("JPEG")),
    ("a.png", b"%PDF-1.7"),
    ("a.webp", picture("PNG")),
    ("a.png", bomb(50_000, 50_000)),
    ("a.png", bomb(50_000, 10)),
    ("a.png", bomb(16_000, 16_000)),
    ("a.tiff", picture("TIFF")),
    ("a.html", picture("PNG")),
    ("a.png.php", picture("PNG")),
    ("a.gif", picture("GIF", save_all=True, append_images=[])[:20]),
]


def test_pictures_are_refused_before_they_are_unpacked(monkeypatch):
    load = PngImageFile.load

    def unpack(image: PngImageFile) -> object:
        assert max(image.size) < 1000, "unpacked"
        return load(image)

    before, kept, client = stored_files(), [], signed_in("administrator")
    with monkeypatch.context() as patched:
        patched.setattr(PngImageFile, "load", unpack)
        for name, content in PICTURES:
            upload = SimpleUploadedFile(name, content)
            many = client.post("/admin/images/multiple/add/", {"title": "X", "files[]": upload})
            if many.json()["success"]:
                kept.append((name, content[:20]))
    assert kept == []
    assert not Image.objects.exists()
    assert not UploadedFile.objects.exists()
    assert stored_files() == before


@pytest.mark.parametrize("content", [SVG, bomb(50_000, 10), bomb(30_000, 30_000), b"%PDF-1.7", b""])
def test_scripts_and_imports_store_no_other_pictures_either(content):
    with pytest.raises(Unreadable):
        Image(title="X", credit="X", collection=Collection.get_first_root_node()).file.save(
            "a.png", ContentFile(content)
        )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_what_hides_behind_a_picture_goes(kind):
    content = picture(kind)
    hidden = struct.pack(">I4s", len(SCRIPT) + 8, b"evil") + SCRIPT if kind == "AVIF" else SCRIPT
    image = Image(title="X", credit="X", collection=Collection.get_first_root_node())
    image.file.save(f"a.{kind.lower()}", ContentFile(content + hidden))
    with image.file.open() as file:
        data = file.read()
    assert b"script" not in data
    assert b"php" not in data
    with Drawing.open(BytesIO(data)) as drawn:
        drawn.load()
        assert drawn.size == (40, 30)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Überblick 2026.pdf", "Überblick_2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.PDF", "a.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie_x.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("page.php.jpg", "page_php.jpg"),
        ("CON.pdf", "CON_.pdf"),
        ("a" * 300 + ".pdf", "a" * 56 + ".pdf"),
        ('a"><img src=x onerror=alert(1)>.pdf', "a_img_src_x_onerror_alert_1.pdf"),
        ("a;b|c&d.pdf ", "a_b_c_d.pdf"),
        ("u\u0308ber.pdf", "über.pdf"),
        ("😀.pdf", "file.pdf"),
    ],
)
def test_names_are_harmless(name, stored):
    assert harmless(name) == stored
    assert harmless(stored) == stored
    # What Django leaves of a name that a browser sent.
    sent = SimpleUploadedFile(name or "x", b"").name
    document = factories.DocumentFactory(file__filename=sent)
    assert document.file.name.isprintable()
    assert len(document.file.name) < 90


def test_names_of_pictures_are_ascii_and_change():
    first, second = unguessable("Köln & Bonn.JPG"), unguessable("Köln & Bonn.JPG")
    assert first.isascii()
    assert first != second
    assert len(unguessable(first)) == len(first)
