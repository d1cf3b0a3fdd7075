"""Files of every making, and files that are refused as a whole."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from editing.spreadsheets import tables, workbooks
from editing.spreadsheets.entries import read_entries
from editing.spreadsheets.tables import FileRefusedError, read_table

from .sheets import csv_file, xlsx_file

TEXT = "AGS;Kommune;Beratung;Jahr\r\n05111000;Düsseldorf;Erstberatung;2016\r\n"


def read(content: bytes):
    reading = read_entries(read_table(content))
    assert reading.problems == []
    return reading


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TEXT.encode("cp1252"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        ("sep=;\r\n" + TEXT).encode(),
        ("\r\n\r\n" + TEXT + ";;;\r\n\r\n").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("Düsseldorf", '"Düsseldorf"').encode(),
        xlsx_file(
            ("05111000", "Düsseldorf", None, "Erstberatung", 2016, None),
        ),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "utf-16-be",
        "windows-1252",
        "comma",
        "tab",
        "sep",
        "empty lines",
        "unix",
        "quoted",
        "xlsx",
    ],
)
def test_the_same_table_is_read_whatever_program_wrote_it(content) -> None:
    (entry,) = read(content).entries

    assert (entry.ags, entry.name) == ("05111000", "Düsseldorf")
    assert (entry.consultation.kind, entry.consultation.year) == ("first", 2016)


def test_lines_are_counted_as_the_program_shows_them() -> None:
    text = 'AGS;Kommune;Notiz\r\n\r\n05111000;Düsseldorf;"zwei\r\nZeilen"\r\n;Essen;\r\n'

    reading = read_entries(read_table(text.encode()))

    assert [entry.line for entry in reading.entries] == [3]
    assert [problem.line for problem in reading.problems] == [5]
    assert reading.notes


@pytest.mark.parametrize(
    "headings",
    [
        ("AGS", "Kommune", "Nr.", "Beratung", "Jahr", "Beispiel"),
        ("ags", "municipality", "No.", "consultation", "YEAR", "sample"),
        ("Amtlicher Gemeindeschlüssel", "Gemeinde", "Nummer", "Beratungsart", "Datum", "is_sample"),
    ],
)
def test_headings_are_understood_in_both_languages(headings) -> None:
    content = csv_file(
        ("05111000", "Düsseldorf", "2", "Beratungseinsatz", "2018", "ja"), headings=headings
    )

    (entry,) = read(content).entries

    consultation = entry.consultation
    assert (consultation.number, consultation.kind) == (2, "assignment")
    assert (consultation.year, consultation.is_sample) == (2018, True)


@pytest.mark.parametrize("written", ["5111000", 5111000, 5111000.0, "05 1 11 000", "'05111000"])
def test_a_key_that_lost_its_zero_to_excel_is_understood_and_said(written) -> None:
    make = csv_file if isinstance(written, str) else xlsx_file
    reading = read(make((written, "Düsseldorf", "", "", "", "")))

    assert reading.entries[0].ags == "05111000"
    assert bool(reading.notes) is ("0" not in str(written)[:2])


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2016", 2016),
        (2016, 2016),
        (2016.0, 2016),
        ("07.12.2016", 2016),
        ("7. 12. 2016", 2016),
        ("2016-12-07", 2016),
        (date(2016, 12, 7), 2016),
        (datetime(2016, 12, 7, 9, 30), 2016),  # noqa: DTZ001 - spreadsheets know no time zones
        (None, None),
    ],
)
def test_years_come_as_numbers_and_as_dates(written, year) -> None:
    reading = read(xlsx_file(("05111000", "Düsseldorf", None, "first", written, None)))

    assert reading.entries[0].consultation.year == year


def test_coordinates_come_with_comma_and_with_point() -> None:
    headings = ("AGS", "Kommune", "Breite", "Länge")
    reading = read(csv_file(("05111000", "Düsseldorf", "51,2314", "6.80881"), headings=headings))

    assert {name: str(value) for name, value in reading.entries[0].facts.items()} == {
        "latitude": "51.2314",
        "longitude": "6.8088",
    }


def bomb() -> bytes:
    """A workbook with a part that unpacks to more than is allowed."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (workbooks.MAX_UNPACKED + 1))
    return file.getvalue()


def entity_bomb() -> bytes:
    """A workbook whose sheet defines an entity."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx_file(("05111000", "Düsseldorf", 1, "", "", "")))) as source,
        zipfile.ZipFile(file, "w") as archive,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + content
            archive.writestr(part, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "leer"),
        (b"\r\n ; ;\r\n", "leer"),
        (b"x" * (tables.MAX_FILE_SIZE + 1), "zu groß. Höchstens 2 MB"),
        (workbooks.OLD_EXCEL + b"....", "alte Excel-Datei"),
        (b"%PDF-1.7 \x00\x81", "weder eine CSV-Datei noch"),
        (b"PK\x03\x04 no archive", "lässt sich nicht lesen"),
        (bomb(), "entpackt zu groß"),
        (entity_bomb(), "lässt sich nicht lesen"),
        (b"Kommune;Jahr\r\nBochum;2016", "fehlen diese Spalten: AGS"),
        (b"AGS;Kommune;Beratung\r\n05911000;Bochum;first", "fehlen diese Spalten: Jahr"),
        (b"AGS;Kommune;Gemeinde\r\n05911000;Bochum;Bochum", "gibt es zweimal"),
        (b'AGS;Kommune\r\n05911000;"Bochum" x\r\n', "Ab Zeile 2"),
        (csv_file(*[("05911000", "Bochum")] * (tables.MAX_ROWS + 1)), "zu viele Zeilen"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(content, reason) -> None:
    with pytest.raises(FileRefusedError, match=reason):
        read_entries(read_table(content))


def test_columns_that_nobody_knows_are_named() -> None:
    reading = read(b"AGS;Kommune;Bemerkung\r\n05911000;Bochum;schreibt bald\r\n")

    assert reading.notes == ["Diese Spalten werden nicht gelesen: Bemerkung."]


def test_no_row_is_passed_over_however_far_below_it_stands() -> None:
    workbook = load_workbook(BytesIO(xlsx_file(("05111000", "Düsseldorf"))))
    workbook.active.cell(row=1_048_576, column=2, value="Essen")
    file = BytesIO()
    workbook.save(file)

    reading = read_entries(read_table(file.getvalue()))

    assert [problem.line for problem in reading.problems] == [1_048_576]
