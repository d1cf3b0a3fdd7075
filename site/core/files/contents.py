"""What a document really is: its content says so, not its name.

A file whose content is not what its ending promises is refused, and so are packed files (DOCX,
ODT, PPTX, XLSX) that hold programs or unpack to more than anybody writes.
"""

from collections.abc import Callable
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

import filetype
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_UNPACKED = 300 * 1024 * 1024  # bytes
MAX_PARTS = 5_000
MAX_RATIO = 200  # of the largest part: texts of XML are packed to a twentieth
MAX_LIST = 1024 * 1024  # bytes of the list of parts

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": f"{OFFICE}wordprocessingml.document.main+xml",
    "pptx": f"{OFFICE}presentationml.presentation.main+xml",
    "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
}
# ECMA-376 and ODF 1.3: where programs and controls that run by themselves lie.
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex", "basic/", "scripts/", "macrosheets")
MACROS = b"macroenabled"
ODT = b"application/vnd.oasis.opendocument.text"
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class _Refused(Exception):
    """The sentence for whoever uploaded it."""


def check_document(name: str, file: IO[bytes]) -> None:
    """Raise `ValidationError` for a document that is not what its name says, or is dangerous.

    An ending without a rule here is left to the list of allowed endings. The file is read from its
    beginning, and stands there again afterwards.
    """
    ending = name.rpartition(".")[2].lower()
    check = CHECKS.get(ending)
    if check is None:
        return
    file.seek(0)
    try:
        check(ending, file)
    except _Refused as refused:
        raise ValidationError({"file": str(refused)}, code="content") from None
    finally:
        file.seek(0)


def _pdf(ending: str, file: IO[bytes]) -> None:
    if file.read(5) != b"%PDF-":
        raise _Refused(_other_content(ending))


def _calendar(ending: str, file: IO[bytes]) -> None:
    beginning = file.read(64)
    for bom in BOMS:
        beginning = beginning.removeprefix(bom)
    if not beginning.lstrip().upper().startswith(b"BEGIN:VCALENDAR"):
        raise _Refused(_other_content(ending))
    _text(ending, file)


def _text(ending: str, file: IO[bytes]) -> None:
    file.seek(0)
    beginning = file.read(8192)
    is_utf16 = beginning.startswith(BOMS[1:])
    if (
        filetype.guess(beginning)
        or beginning.startswith(b"%PDF-")
        or (b"\0" in beginning and not is_utf16)
    ):
        raise _Refused(_other_content(ending))


def _office(ending: str, file: IO[bytes]) -> None:
    with _opened(ending, file) as package:
        parts = _listed(package)
        if "[Content_Types].xml" not in parts:
            raise _Refused(_other_content(ending))
        types = package.open("[Content_Types].xml").read(MAX_LIST)
        if MACROS in types.lower():
            raise _Refused(_with_programs())
        if MAIN_PARTS[ending].encode() not in types:
            raise _Refused(_other_content(ending))


def _open_document(ending: str, file: IO[bytes]) -> None:
    with _opened(ending, file) as package:
        parts = _listed(package)
        if "mimetype" not in parts or package.open("mimetype").read(200).strip() != ODT:
            raise _Refused(_other_content(ending))


def _opened(ending: str, file: IO[bytes]) -> ZipFile:
    if file.read(4) != b"PK\x03\x04":
        raise _Refused(_other_content(ending))
    file.seek(0)
    try:
        return ZipFile(file)
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise _Refused(_damaged()) from None


def _listed(package: ZipFile) -> dict[str, ZipInfo]:
    """The parts by name. What is read of a part ends at the size that is declared here."""
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or total > MAX_RATIO * max(packed, 4096):
        raise _Refused(
            _(
                "This file unpacks to far more than a document has. Please save it anew, with "
                "smaller pictures."
            )
        )
    if any(part.flag_bits & 1 for part in parts):
        raise _Refused(_("This file is protected by a password. Please save it without one."))
    for part in parts:
        if any(program in f"/{part.filename.lower()}" for program in PROGRAMS):
            raise _Refused(_with_programs())
    return {part.filename: part for part in parts}


def _other_content(ending: str) -> str:
    return _(
        "The content of this file is not what its name says (%(ending)s). Please open it in the "
        "program that it was made with, save it as %(ending)s and upload that file."
    ) % {"ending": ending.upper()}


def _with_programs() -> str:
    return _(
        "This file holds macros: programs that run on the computer of whoever opens it. Please "
        "save it without macros and upload that file."
    )


def _damaged() -> str:
    return _("This file is damaged. Please open it, save it anew and upload that file.")


CHECKS: dict[str, Callable[[str, IO[bytes]], None]] = {
    "csv": _text,
    "docx": _office,
    "ics": _calendar,
    "odt": _open_document,
    "pdf": _pdf,
    "pptx": _office,
    "txt": _text,
    "xlsx": _office,
}
