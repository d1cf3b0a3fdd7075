"""A file's table, as far as it does not matter whether it came as CSV or XLSX."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

MAX_FILE_SIZE = 2 * 1024 * 1024  # bytes; all 1,499 municipalities as XLSX are a tenth of it
MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_CELL = 1_000  # characters


class FileRefusedError(Exception):
    """The file cannot be read at all; the message says why and what to do, for the editor."""


class Unreadable(Enum):
    """What stands in a cell that has no value of its own."""

    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True)
class Row:
    """`line` is the number that the spreadsheet program or text editor shows, from 1."""

    line: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """The headings of the first line that is not empty, and the rows below it."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(content: bytes) -> Table:
    """The table in a file, which may be CSV or XLSX whatever its name says.

    Raises `FileRefusedError`.
    """
    # Each of the two formats knows this module.
    from .csv_files import csv_rows
    from .workbooks import OLD_EXCEL, workbook_rows

    if len(content) > MAX_FILE_SIZE:
        raise FileRefusedError(too_large())
    if not content.strip():
        raise FileRefusedError(_("The file is empty."))
    if content.startswith(OLD_EXCEL):
        raise FileRefusedError(
            _(
                "This is an old Excel file (.xls), or one with a password. Please save it as "
                "Excel workbook (.xlsx) without a password."
            )
        )
    rows = workbook_rows(content) if content.startswith(b"PK") else csv_rows(content)
    return _table(rows)


def too_large() -> str:
    """The sentence for a file above the limit, which it names."""
    limit = MAX_FILE_SIZE // 1024 // 1024
    return _("The file is too large. At most %(limit)s MB can be read.") % {"limit": limit}


def _table(rows: Iterable[Row]) -> Table:
    filled = _filled(rows)
    heading = next(filled, None)
    if heading is None:
        raise FileRefusedError(_("The file is empty."))
    headings = tuple("" if cell is None else str(cell) for cell in heading.cells)
    found: list[Row] = []
    for row in filled:
        if len(found) == MAX_ROWS:
            message = _("The file has too many rows. At most %(limit)s can be read.")
            raise FileRefusedError(message % {"limit": MAX_ROWS})
        found.append(row)
    return Table(headings, tuple(found))


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with something in them; texts without spaces around them."""
    for row in rows:
        cells = tuple(_clean(cell) for cell in row.cells[:MAX_COLUMNS])
        if any(cell is not None for cell in cells):
            yield Row(row.line, cells)


def _clean(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\u00a0", " ").replace("\u200b", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@'\t\r":
        text = text[1:]  # as our own export marks texts that look like formulas
    return text[: MAX_CELL + 1] or None
