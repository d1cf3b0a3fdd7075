"""XLSX, read without trusting it: a small file can unpack to a huge one."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from .tables import MAX_COLUMNS, FileRefusedError, Row, Unreadable

OLD_EXCEL = bytes.fromhex("D0CF11E0A1B11AE1")
MAX_UNPACKED = 40 * 1024 * 1024  # bytes
MAX_PARTS = 1_000
_LAST_LINE = 1_048_576  # of any sheet of Excel


def workbook_rows(content: bytes) -> Iterator[Row]:
    """The rows of the first visible sheet. Raises `FileRefusedError`."""
    _check_size(content)
    # openpyxl answers damaged workbooks with errors of any kind.
    try:
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=False)
    except Exception:
        raise FileRefusedError(_damaged()) from None
    try:
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise FileRefusedError(_("The workbook has no sheet with a table."))
        rows = _rows(sheets[0])
        while (row := _next(rows)) is not None:
            yield row
    finally:
        workbook.close()


def _check_size(content: bytes) -> None:
    # What zipfile reads of a part ends at the size that is declared here.
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError):
        raise FileRefusedError(_damaged()) from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise FileRefusedError(
            _("The workbook is too large when unpacked. Please remove what is not needed.")
        )


def _next(rows: Iterator[Row]) -> Row | None:
    try:
        return next(rows, None)
    except FileRefusedError:
        raise
    except Exception:
        raise FileRefusedError(_damaged()) from None


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[Row]:
    # The size that the sheet declares may be wrong: rows beyond it would be passed over in silence.
    found = sheet.iter_rows(max_row=_LAST_LINE, max_col=MAX_COLUMNS)
    for line, cells in enumerate(found, start=1):
        yield Row(line, tuple(_value(cell) for cell in cells))


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Unreadable.FORMULA
    if cell.data_type == "e":
        return Unreadable.ERROR
    return cell.value


def _damaged() -> str:
    return _(
        "The workbook cannot be read. It may be damaged or no Excel workbook (.xlsx): please open "
        "it, save it anew and try again."
    )
