"""The text of documents is found, and no file can do harm."""

import logging
import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from core.models import DocumentText
from core.search import file_text, files, index
from core.search.query import search
from tests import factories
from tests.core.search import files as samples

pytestmark = pytest.mark.django_db

DOCX = (
    "<w:p><w:r><w:t>Erster Ab</w:t></w:r><w:r><w:t>satz</w:t><w:tab/><w:t>rechts</w:t></w:r></w:p>"
    "<w:p><w:del><w:r><w:delText>Gestrichen</w:delText></w:r></w:del></w:p>"
    "<w:p><w:r><w:t>Zweiter</w:t></w:r></w:p>"
)
ODT = (
    "<text:tracked-changes><text:p>Gestrichen</text:p></text:tracked-changes>"
    "<text:h>Über<text:span>schrift</text:span></text:h>"
    "<text:p>Ein<text:s/><text:span>Satz</text:span> mit Ende."
    "<office:annotation><text:p>Anmerkung</text:p></office:annotation></text:p>"
)


def read(content: bytes, ending: str) -> list[str]:
    return list(file_text.texts(BytesIO(content), ending))


@pytest.mark.parametrize(
    ("content", "ending", "expected"),
    [
        (samples.pdf(["Seite eins"], ["Seite zwei"]), "pdf", ["Seite eins", "Seite zwei"]),
        (samples.pdf(["Entwick-", "lung der Stadt"]), "pdf", ["Entwicklung der Stadt"]),
        (samples.pdf(["Nord-", "Süd-Dialog"]), "pdf", ["Nord- Süd-Dialog"]),
        (
            samples.docx(DOCX, "<w:p><w:r><w:t>Fußnote</w:t></w:r></w:p>"),
            "docx",
            ["Erster Absatz rechts", "Zweiter", "Fußnote"],
        ),
        (samples.odt(ODT), "odt", ["Überschrift", "Ein Satz mit Ende."]),
        (samples.pptx(*"abcdefghijk"), "pptx", [*"abcdefghijk"]),
        (samples.xlsx("Stadt", "Köln"), "xlsx", ["Stadt", "Köln"]),
        ("Köln\r\nliegt am Rhein.\r\n\r\nUlm".encode(), "txt", ["Köln liegt am Rhein.", "Ulm"]),
        ("Köln".encode("cp1252"), "txt", ["Köln"]),
        ("Köln".encode("utf-16"), "txt", ["Köln"]),
        ("Stadt;Land\nKöln;NW".encode("utf-8-sig"), "csv", ["Stadt;Land", "Köln;NW"]),
        (
            b"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n"
            b"DTSTART:20181107\nSUMMARY:Fachtagung\nLOCATION:Bochum\nEND:VEVENT\nEND:VCALENDAR",
            "ics",
            ["Fachtagung", "Bochum"],
        ),
        (b"a\x00b\x07c", "txt", ["a b c"]),
        ("ﬁnden und Ver\u00adein".encode(), "txt", ["finden und Verein"]),
        (b"", "txt", []),
        (b"MZ", "exe", []),
    ],
)
def test_the_text_of_a_file_is_read(content, ending, expected) -> None:
    assert read(content, ending) == expected


def test_no_more_is_read_than_a_search_needs() -> None:
    text = "Köln " * file_text.MAX_CHARACTERS

    found = read(text.encode(), "txt")

    assert sum(map(len, found)) == file_text.MAX_CHARACTERS
    assert set(found[0].split()) == {"Köln"}


def document(content: bytes, name: str, title: str = "Bericht", **values):
    return factories.DocumentFactory(title=title, file=ContentFile(content, name=name), **values)


def titles(query: str, language: str = "de") -> list[str]:
    return [str(result.title) for result in search(query, language)[:10]]


def test_a_document_is_found_by_its_text_which_the_result_shows(home, committed) -> None:
    with committed():
        document(samples.pdf(["Die Hafenstadt berät"], ["über Partnerschaften."]), "a.pdf")

    (result,) = search("Partnerschaft", "de")[:10]

    assert str(result.title) == "Bericht"
    assert result.excerpt.html() == "Die Hafenstadt berät · über <mark>Partnerschaften</mark>."


def test_a_document_in_a_private_collection_is_not_found(
    home, committed, private_collection
) -> None:
    with committed():
        document(b"Geheimnis", "a.txt", collection=private_collection)

    assert titles("Geheimnis") == []


def test_a_new_file_takes_the_place_of_the_old(home, committed) -> None:
    with committed():
        saved = document(b"Alpha", "a.txt")
    assert titles("Alpha") == ["Bericht"]

    with committed():
        saved.file = ContentFile(b"Beta", name="a.txt")
        saved._set_document_file_metadata()
        saved.save()

    assert (titles("Alpha"), titles("Beta")) == ([], ["Bericht"])


def test_a_file_is_read_once(home, committed, monkeypatch) -> None:
    with committed():
        saved = document(b"Alpha", "a.txt")

    def fail(*args, **kwargs):
        raise AssertionError("read again")

    monkeypatch.setattr(files, "_run", fail)
    with committed():
        saved.title = "Neuer Titel"
        saved.save()
    index.rebuild()

    assert titles("Alpha") == ["Neuer Titel"]


def test_the_index_made_anew_has_the_texts_of_files_that_came_before_it(home, rebuild) -> None:
    document(b"Alpha", "a.txt")

    rebuild()

    assert titles("Alpha") == ["Bericht"]


BOMB = samples.packed(word__document="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 broken", "a.pdf"),
        (samples.pdf(["Text"])[:200], "a.pdf"),
        (samples.pdf(["Text"], password="geheim"), "a.pdf"),
        (b"PK no package", "a.docx"),
        (samples.packed(word__document="<w:document"), "a.docx"),
        (BOMB, "a.docx"),
        (b"\xff\x00\xfe" * 100, "a.odt"),
        (b"BEGIN:VCALENDAR", "a.ics"),
    ],
)
def test_a_broken_file_is_found_by_its_title_all_the_same(home, committed, content, name) -> None:
    with committed():
        document(content, name)

    assert titles("Bericht") == ["Bericht"]
    assert DocumentText.objects.get().text == ""


def test_what_could_be_read_before_the_fault_is_kept(home, committed, caplog) -> None:
    half = f"<w:document {samples.WORD}><w:p><w:t>Anfang</w:t></w:p><w:p>"
    with caplog.at_level(logging.WARNING), committed():
        document(samples.packed(word__document=half), "a.docx")

    assert titles("Anfang") == ["Bericht"]
    assert "cannot be read whole" in caplog.text


def test_a_file_that_takes_too_long_is_given_up(home, committed, monkeypatch, tmp_path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\nprint('Anfang', flush=True)\ntime.sleep(60)\n")
    monkeypatch.setattr(files, "PROGRAM", slow)
    monkeypatch.setattr(files, "MAX_SECONDS", 1)

    with committed():
        document(b"Alpha", "a.txt")

    assert titles("Anfang") == ["Bericht"]


def test_a_lost_file_is_read_once_it_is_back(home, committed) -> None:
    saved = document(b"Alpha", "a.txt")
    path = saved.file.path
    os.rename(path, f"{path}.away")
    with committed():
        saved.save()
    assert titles("Bericht") == ["Bericht"]

    os.rename(f"{path}.away", path)
    index.rebuild()

    assert titles("Alpha") == ["Bericht"]


def test_the_program_limits_its_own_time_and_memory() -> None:
    pytest.importorskip("resource", reason="this system has no limits for a process")
    program = (
        "import runpy, sys\n"
        f"module = runpy.run_path({str(files.PROGRAM)!r})\n"
        "module['_limit_resources']()\n"
        "try:\n    bytearray(2 * module['MAX_MEMORY'])\nexcept MemoryError:\n    print('refused')\n"
        "import resource\nprint(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
    )

    command = [sys.executable, "-I", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - a program of ours

    assert done.stdout.split() == ["refused", str(file_text.MAX_SECONDS)]
