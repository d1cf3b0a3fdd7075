"""The table as a file: what there is, and an empty one to fill in."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from pool.models import Consultation, Municipality

from .columns import AGS, COLUMNS, CONSULTATION, FACTS, NAME, NUMBER, SAMPLE, YEAR, Column

Line = dict[Column, Any]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
# Excel in German separates by semicolons and needs the mark to know UTF-8.
CSV_SEPARATOR = ";"
CSV_ENCODING = "utf-8-sig"


def lines() -> Iterator[Line]:
    """One for each consultation, or for a municipality that had none; in two queries."""
    consultations: dict[str, list[Consultation]] = defaultdict(list)
    for consultation in Consultation.objects.order_by("sort_order", "pk"):
        consultations[consultation.municipality_id].append(consultation)
    for municipality in Municipality.objects.order_by("ags"):
        known = {column: getattr(municipality, column.name) for column in (AGS, NAME, *FACTS)}
        found = consultations[municipality.ags]
        for number, consultation in enumerate(found, start=1):
            yield {
                **known,
                NUMBER: number,
                CONSULTATION: consultation.kind,
                YEAR: consultation.year,
                SAMPLE: consultation.is_sample,
            }
        if not found:
            yield known


def as_csv(rows: Iterable[Line]) -> bytes:
    """The rows below their headings; what looks like a formula is marked with an apostrophe."""
    file = StringIO()
    writer = csv.writer(file, delimiter=CSV_SEPARATOR, lineterminator="\r\n")
    writer.writerow([str(column.heading) for column in COLUMNS])
    for row in rows:
        writer.writerow([_text(column, row.get(column)) for column in COLUMNS])
    return file.getvalue().encode(CSV_ENCODING)


def _text(column: Column, value: Any) -> str:
    if value is None or value == "":
        return ""
    written = column.write(value)
    return str(written) if isinstance(written, int | Decimal) else harmless_text(str(written))


def harmless_text(text: str) -> str:
    """Spreadsheet programs run a text that begins like a formula, also out of a CSV file."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
