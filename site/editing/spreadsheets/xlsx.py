"""The table as a workbook. Of all that a process imports, only what writes one needs openpyxl."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .columns import COLUMNS, CONSULTATION, NAME, Column
from .writing import Line, harmless_text


def as_xlsx(rows: Iterable[Line], *, explained: bool = False) -> bytes:
    """The rows as a workbook; keys are texts, so that their zeros stay.

    `explained` adds a second sheet that says what belongs into each column.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Municipalities"))
    sheet.freeze_panes = "C2"
    for place, column in enumerate(COLUMNS, start=1):
        width = 34 if column in (NAME, CONSULTATION) else 16
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_heading(sheet, column) for column in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, column, row.get(column)) for column in COLUMNS])
    if explained:
        _explain(workbook)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _explain(workbook: Workbook) -> None:
    sheet = workbook.create_sheet(_("Explanations"))
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 100
    for column in COLUMNS:
        sheet.append([_heading(sheet, column), str(column.explanation)])


def _heading(sheet: Any, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, str(column.heading))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, column: Column, value: Any) -> Any:
    if value is None or value == "":
        return None
    written = column.write(value)
    if isinstance(written, int | float | Decimal):
        return written
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", harmless_text(str(written))))
    cell.data_type = "s"  # a text, whatever it begins with
    cell.number_format = "@"
    return cell
