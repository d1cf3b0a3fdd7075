"""The text of documents' files, read once per file and kept."""

import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..models.search import DocumentText

logger = logging.getLogger(__name__)

# Grows with what `file_text` can read: all files are then read again by `update_index`.
EDITION = 1
PROGRAM = Path(__file__).with_name("file_text.py")
MAX_SIZE = 50 * 1024**2  # bytes; uploads are smaller (`WAGTAILDOCS_MAX_UPLOAD_SIZE`)
MAX_SECONDS = 30  # with the start of the program, on a busy machine


def document_text(document: Any) -> list[str]:
    """The paragraphs of a document's file, as far as they can be read; no file is read twice.

    Nothing for a file that is lost, too large, of an unknown kind, or has no text.
    """
    source = f"{EDITION}:{document.file_hash}:{document.file.name}"
    kept = DocumentText.objects.filter(document_id=document.pk).first()
    if kept and kept.source == source:
        return kept.text.splitlines()
    try:
        text = _read(document)
    except OSError:
        logger.warning("The file of document %s cannot be opened.", document.pk)
        return []
    values = {"source": source, "text": text}
    DocumentText.objects.update_or_create(document_id=document.pk, defaults=values)
    return text.splitlines()


def _read(document: Any) -> str:
    """The text of a document's file, one paragraph a line. Raises `OSError` if it is lost."""
    with document.open_file() as original, tempfile.TemporaryFile() as copy:
        if original.size > MAX_SIZE:
            logger.warning("Document %s is too large to be searched.", document.pk)
            return ""
        shutil.copyfileobj(original, copy)
        copy.seek(0)
        return _run(copy, document)


def _run(file: Any, document: Any) -> str:
    command = [sys.executable, "-I", str(PROGRAM), document.file_extension.lower()]
    try:
        # The program and the ending are ours: nothing of the file's content is in the command.
        done = subprocess.run(  # noqa: S603
            command, stdin=file, capture_output=True, timeout=MAX_SECONDS, check=False
        )
        output, failure = done.stdout, done.returncode and _last_line(done.stderr)
    except subprocess.TimeoutExpired as error:
        output, failure = error.stdout or b"", "it took too long"
    if failure:
        logger.warning("Document %s cannot be read whole: %s", document.pk, failure)
    return output.decode("utf-8", errors="ignore")


def _last_line(errors: bytes) -> str:
    lines = errors.decode("utf-8", errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "the program was ended"
