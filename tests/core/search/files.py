"""Small files of the kinds that people upload, with text in them."""

from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def pdf(*pages: list[str], password: str = "") -> bytes:
    """A PDF with these lines on its pages, in Helvetica and Latin-1."""
    writer = PdfWriter()
    name = NameObject
    font = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name("/Helvetica"),
            name("/Encoding"): name("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[name("/Resources")] = DictionaryObject(
            {name("/Font"): DictionaryObject({name("/F1"): font})}
        )
        content = DecodedStreamObject()
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        content.set_data(f"BT /F1 12 Tf 14 TL 72 770 Td {shown} ET".encode("cp1252"))
        page[name("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def packed(**parts: str) -> bytes:
    """A packed file of these XML parts; "__" in a name stands for "/"."""
    file = BytesIO()
    with ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(f"{name.replace('__', '/')}.xml", content)
    return file.getvalue()


def docx(body: str, footnotes: str = "") -> bytes:
    return packed(
        word__document=f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        word__footnotes=f"<w:footnotes {WORD}>{footnotes}</w:footnotes>",
    )


def odt(body: str) -> bytes:
    return packed(
        content=f"<office:document-content {OPEN}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )


def pptx(*slides: str) -> bytes:
    return packed(
        **{
            f"ppt__slides__slide{number}": f"<slide {DRAWING}><a:p><a:r><a:t>{text}</a:t></a:r>"
            "</a:p></slide>"
            for number, text in enumerate(slides, start=1)
        }
    )


def xlsx(*cells: str) -> bytes:
    strings = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    return packed(xl__sharedStrings=f"<sst {SHEET}>{strings}</sst>")
