"""What each row of a table says, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .columns import (
    AGS,
    COLUMNS,
    CONSULTATION,
    FACTS,
    NAME,
    NUMBER,
    REQUIRED,
    SAMPLE,
    YEAR,
    Column,
    normalised,
)
from .tables import MAX_CELL, FileRefusedError, Row, Table, Unreadable


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken over; `line` and `column` as the file has them."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class WantedConsultation:
    """A consultation as a row describes it; None for what the file does not say."""

    kind: str
    year: int | None
    is_sample: bool | None
    number: int | None


@dataclass(frozen=True)
class Entry:
    """A row: which municipality, what of it (only cells that are filled), which consultation."""

    line: int
    ags: str
    name: str
    facts: dict[str, Any]
    consultation: WantedConsultation | None


@dataclass
class Reading:
    """All rows of a file. `notes` are sentences about the file that are no problem."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_consultations: bool = False


def read_entries(table: Table) -> Reading:
    """The rows of a table. Raises `FileRefusedError` if its columns make no sense."""
    places, unknown = _places(table.headings)
    reading = Reading(has_consultations=CONSULTATION in places)
    if unknown:
        reading.notes.append(
            _("These columns are not read: %(columns)s.") % {"columns": ", ".join(unknown)}
        )
    short: list[int] = []
    for row in table.rows:
        values, problems = _values(row, places, table.headings)
        problems += _contradictions(row.line, values, places, table.headings)
        reading.problems += problems
        if not problems:
            reading.entries.append(_entry(row.line, values))
        if _has_lost_a_zero(row, places, values):
            short.append(row.line)
    if short:
        reading.notes.append(
            _("The zero at the front of the AGS was missing and was put back, lines: %(lines)s.")
            % {"lines": _listed(short)}
        )
    return reading


def _places(headings: Iterable[str]) -> tuple[dict[Column, int], list[str]]:
    """Where each known column stands, and the headings of the others."""
    known = {spelling: column for column in COLUMNS for spelling in column.spellings()}
    places: dict[Column, int] = {}
    unknown: list[str] = []
    for place, heading in enumerate(headings):
        column = known.get(normalised(heading))
        if column is None:
            unknown += [heading] if heading else []
        elif column in places:
            raise FileRefusedError(
                _("The column “%(column)s” is there twice.") % {"column": heading}
            )
        else:
            places[column] = place
    needed = [*REQUIRED, *([YEAR] if CONSULTATION in places else [])]
    if missing := [str(column.heading) for column in needed if column not in places]:
        raise FileRefusedError(
            _(
                "In the first line these columns are missing: %(columns)s. The template shows all "
                "headings."
            )
            % {"columns": ", ".join(missing)}
        )
    return places, unknown


def _values(
    row: Row, places: dict[Column, int], headings: tuple[str, ...]
) -> tuple[dict[Column, Any], list[Problem]]:
    values: dict[Column, Any] = {}
    problems: list[Problem] = []
    for column, place in places.items():
        cell = row.cells[place] if place < len(row.cells) else None
        try:
            value = _read(column, cell)
        except ValueError as error:
            problems.append(Problem(row.line, headings[place], _shown(cell), str(error)))
        else:
            if value is not None:
                values[column] = value
    return values, problems


def _read(column: Column, cell: Any) -> Any:
    if cell is None:
        if column in REQUIRED:
            raise ValueError(_("Must not be empty."))
        return None
    if cell is Unreadable.FORMULA:
        raise ValueError(_("Formulas are not read. Please put the value itself into the cell."))
    if cell is Unreadable.ERROR:
        raise ValueError(_("In this cell the spreadsheet reports an error."))
    if isinstance(cell, str) and len(cell) > MAX_CELL:
        raise ValueError(_("The text is too long."))
    return column.read(cell)


def _contradictions(
    line: int, values: dict[Column, Any], places: dict[Column, int], headings: tuple[str, ...]
) -> list[Problem]:
    if CONSULTATION in values or CONSULTATION not in places:
        return []
    lonely = [column for column in (NUMBER, YEAR, SAMPLE) if values.get(column)]
    if not lonely:
        return []
    reason = _("The row says something about a consultation, but not of which kind it was.")
    return [Problem(line, headings[places[CONSULTATION]], "", reason)]


def _entry(line: int, values: dict[Column, Any]) -> Entry:
    consultation = None
    if CONSULTATION in values:
        consultation = WantedConsultation(
            values[CONSULTATION], values.get(YEAR), values.get(SAMPLE), values.get(NUMBER)
        )
    facts = {column.name: values[column] for column in FACTS if column in values}
    return Entry(line, values[AGS], values[NAME], facts, consultation)


def _has_lost_a_zero(row: Row, places: dict[Column, int], values: dict[Column, Any]) -> bool:
    if AGS not in values:
        return False
    written = "".join(filter(str.isdigit, str(row.cells[places[AGS]]).removesuffix(".0")))
    return len(written) < len(values[AGS])


def _listed(lines: list[int], at_most: int = 20) -> str:
    more = " …" if len(lines) > at_most else ""
    return ", ".join(map(str, lines[:at_most])) + more


def _shown(cell: Any) -> str:
    if cell is None or isinstance(cell, Unreadable):
        return ""
    return str(cell)[:80]
