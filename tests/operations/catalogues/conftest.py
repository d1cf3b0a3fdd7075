"""A small project on disk, whose catalogues the tests extract, check and compile."""

from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from operations.catalogues.extract import Extraction, extract
from operations.catalogues.project import catalogue_path
from operations.catalogues.update import update


class Project:
    """A project root with helpers that write its sources and its German translations."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def extract(self) -> Extraction:
        return extract(self.root)

    def update(self) -> None:
        update(self.root, self.extract())

    def catalogue(self, language: str) -> polib.POFile:
        return polib.pofile(str(catalogue_path(self.root, language)))

    def change(self, language: str, change: Callable[[polib.POFile], None]) -> None:
        catalogue = self.catalogue(language)
        change(catalogue)
        catalogue.save()

    def translate(self, *texts: str | tuple[str, str], msgid: str = "") -> None:
        """Give the German entries their texts, in their order, or the one entry with `msgid`."""

        def fill(catalogue: polib.POFile) -> None:
            entries = [entry for entry in catalogue if msgid in ("", entry.msgid)]
            for entry, text in zip(entries, texts, strict=True):
                if isinstance(text, tuple):
                    entry.msgstr_plural = dict(enumerate(text))
                else:
                    entry.msgstr = text

        self.change("de", fill)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
