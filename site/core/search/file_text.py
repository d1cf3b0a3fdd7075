"""Reads the text of a file on standard input and writes it to standard output, UTF-8.

    python -I file_text.py ENDING < FILE

A program of its own, started by `core.search.files`: files come from outside, and what they do to
a library ends here. It gives itself little memory and time. One line is one paragraph, one cell,
or the page of a PDF. An ending that is not known gives nothing; a broken file ends the program
with an error after what could be read.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO
from zipfile import ZipFile

MAX_CHARACTERS = 200_000  # about eighty pages
MAX_SECONDS = 20  # of the processor
MAX_MEMORY = 1024**3  # bytes
MAX_PART = 100 * 1024**2  # bytes of one part of a packed file, unpacked

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_HYPHEN_AT_END_OF_LINE = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[^\W\d_A-ZÄÖÜ])")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""})

_UNUSABLE = {"Cc", "Cs", "Co"}  # Unicode's general categories


def pdf(file: IO[bytes]) -> Iterator[str]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # says every small fault of a file
    for page in PdfReader(file).pages:
        text = _HYPHEN_AT_END_OF_LINE.sub("", page.extract_text())
        yield text.replace("\n", " ")


def docx(file: IO[bytes]) -> Iterator[str]:
    with ZipFile(file) as package:
        for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
            yield from _paragraphs(
                package, part, {_WORD + "p"}, {_WORD + "t"}, {_WORD + "tab", _WORD + "br"}
            )


def pptx(file: IO[bytes]) -> Iterator[str]:
    with ZipFile(file) as package:
        slides = [re.fullmatch(r"ppt/slides/slide(\d+)\.xml", name) for name in package.namelist()]
        for slide in sorted((found for found in slides if found), key=lambda m: int(m[1])):
            yield from _paragraphs(
                package, slide[0], {_DRAWING + "p"}, {_DRAWING + "t"}, {_DRAWING + "br"}
            )


def xlsx(file: IO[bytes]) -> Iterator[str]:
    with ZipFile(file) as package:
        cells = {_SHEET + "si"}, {_SHEET + "t"}, set()
        yield from _paragraphs(package, "xl/sharedStrings.xml", *cells)


def odt(file: IO[bytes]) -> Iterator[str]:
    spaces = {_TEXT + "s", _TEXT + "tab", _TEXT + "line-break"}
    left_out = {_TEXT + "tracked-changes", _OFFICE + "annotation"}
    with ZipFile(file) as package:
        yield from _paragraphs(
            package, "content.xml", {_TEXT + "p", _TEXT + "h"}, set(), spaces, left_out
        )


def txt(file: IO[bytes]) -> Iterator[str]:
    yield from re.split(r"\r?\n\s*\n", _decoded(file.read(MAX_CHARACTERS * 4)))


def csv(file: IO[bytes]) -> Iterator[str]:
    yield from _decoded(file.read(MAX_CHARACTERS * 4)).splitlines()


def ics(file: IO[bytes]) -> Iterator[str]:
    from icalendar import Calendar

    for event in Calendar.from_ical(file.read(MAX_CHARACTERS * 4)).walk("VEVENT"):
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            if name in event:
                yield str(event[name]).replace("\n", " ")


READERS: dict[str, Callable[[IO[bytes]], Iterator[str]]] = {
    "csv": csv,
    "docx": docx,
    "ics": ics,
    "odt": odt,
    "pdf": pdf,
    "pptx": pptx,
    "txt": txt,
    "xlsx": xlsx,
}


def texts(file: IO[bytes], ending: str) -> Iterator[str]:
    """The paragraphs of a file that have text, up to `MAX_CHARACTERS` altogether."""
    left = MAX_CHARACTERS
    for paragraph in READERS[ending](file) if ending in READERS else ():
        text = _clean(paragraph)[:left]
        if text:
            yield text
        left -= len(text)
        if left <= 0:
            return


def _paragraphs(
    package: ZipFile,
    part: str,
    paragraphs: set[str],
    texts: set[str],
    spaces: set[str],
    left_out: set[str] = frozenset(),
) -> Iterator[str]:
    """The paragraphs of a packed XML file; nothing if the package has no such part.

    Text counts inside the elements `texts`, anywhere in a paragraph if there are none.
    """
    from defusedxml.ElementTree import iterparse

    if part not in package.namelist():
        return
    ignored = depth = 0
    with package.open(part) as stream:
        for event, element in iterparse(_Limited(stream), ["start", "end"], forbid_dtd=True):
            if event == "start":
                depth += element.tag in paragraphs
                ignored += element.tag in left_out
                continue
            # An element's own text is whole only when it ends; its tail, when its parent ends.
            if element.tag in left_out:
                ignored -= 1
                element.clear()
            elif element.tag in paragraphs:
                depth -= 1
                if not ignored and depth == 0:
                    yield "".join(_within(element, texts, spaces, left_out))
                    element.clear()
            elif depth == 0:
                element.clear()


def _within(element, texts: set[str], spaces: set[str], left_out: set[str]) -> Iterator[str]:
    if element.tag in left_out:
        return
    if element.tag in spaces:
        yield " "
    elif element.text and (not texts or element.tag in texts):
        yield element.text
    for child in element:
        yield from _within(child, texts, spaces, left_out)
        if child.tail and not texts:
            yield child.tail


class _Limited:
    """A stream that ends with an error where a packed file turns out far larger than it looked."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = MAX_PART

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(min(size, 65_536) if size > 0 else 65_536)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError("The file is too large unpacked.")
        return data


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":  # cut in the middle of a character
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", errors="replace")


def _clean(text: str) -> str:
    """One line without what databases refuse: control characters, and halves of characters."""
    text = text.translate(_LIGATURES)
    text = "".join(" " if unicodedata.category(char) in _UNUSABLE else char for char in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _limit_resources() -> None:
    with suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def main() -> None:
    _limit_resources()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for text in texts(sys.stdin.buffer, sys.argv[1]):
        print(text, flush=True)


if __name__ == "__main__":
    main()
