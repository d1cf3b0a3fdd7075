"""CSV as Excel, LibreOffice and others write it: several encodings, several separators."""

import codecs
import csv
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .tables import FileRefusedError, Row, Unreadable

SEPARATORS = ";,\t|"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SEPARATOR_LINE = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
# What a spreadsheet program would take for a formula; numbers with a sign are none.
_FORMULA = re.compile(r"[=@]|[+-](?![0-9.,]*\Z)")


def csv_rows(content: bytes) -> Iterator[Row]:
    """The rows of a CSV file. Raises `FileRefusedError`."""
    text = _decoded(content)
    first_line = 1
    if match := _SEPARATOR_LINE.match(text):  # which Excel understands and writes
        separator, text, first_line = match[1], text[match.end() :], 2
    else:
        separator = _separator(text)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    line = first_line
    try:
        for cells in reader:
            yield Row(line, tuple(_cell(cell) for cell in cells))
            line = first_line + reader.line_num
    except csv.Error:
        raise FileRefusedError(
            _("The file cannot be read from line %(line)s on: quotation marks do not match.")
            % {"line": line}
        ) from None


def _decoded(content: bytes) -> str:
    try:
        if content.startswith(UTF_16):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            text = "\0"
    if "\0" in text:
        raise FileRefusedError(
            _("This is neither a CSV file nor an Excel workbook (.xlsx). Please save it as one.")
        )
    return text


def _separator(text: str) -> str:
    """The separator that stands most often in the first line, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _cell(text: str) -> str | Unreadable:
    return Unreadable.FORMULA if _FORMULA.match(text.strip()) else text
