"""Files that a killed process has left behind are listed, and deleted when asked."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests import factories

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("unused_files", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_only_what_no_entry_names_is_deleted(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = factories.ImageFactory()
    rendition = image.get_rendition("width-4|format-png")
    document = factories.DocumentFactory()
    left = ["original_images/left.png", "images/left.png", "documents/.unfinished-x"]
    for name in [*left, "elsewhere/file.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"left")

    assert run() == ["0 files without an entry."]  # they may be about to be stored
    assert sorted(run("--hours=-1"))[1:] == sorted(left)
    assert run("--hours=-1", "--delete")[-1] == "3 files without an entry, deleted."

    there = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert there == {
        image.file.name,
        rendition.file.name,
        document.file.name,
        "elsewhere/file.txt",
    }
