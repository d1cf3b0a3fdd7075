"""What the catalogues are made of: languages, folders, names, and the form of a finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Language code -> rule of its plural, as in the header `Plural-Forms` of GNU gettext.
LANGUAGES = {
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
}
SOURCE_FOLDERS = ("site", "news", "pool", "home", "templates")
SKIPPED_FOLDERS = frozenset({"migrations", "node_modules", "static", "tests", "__pycache__"})
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml"})

# Names that are the same in every language. Anything else that must stay as it is stands in an
# element with the attribute translate="no", or on a line of Python with
# `# not translated: <reason>`, or in a template that begins with `{# not translated: <reason> #}`.
PROPER_NAMES = (
    "MiGlobe",
    "Engagement Global",
    "Facebook",
    "LinkedIn",
    "Mastodon",
    "PDF",
    "RSS",
    "SKEW",
    "Wagtail",
    "YouTube",
)

_NAMES = re.compile(r"\b(?:" + "|".join(map(re.escape, PROPER_NAMES)) + r")\b")
_PLACEHOLDERS = re.compile(r"%%|%(?:\(\w+\))?[#0+-]?[\d.]*[sdrif]|\{[^{}]*\}")
_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;")


@dataclass(frozen=True, order=True)
class Finding:
    """Something to repair: where it is, what is wrong, and the text it is about.

    `path` is relative to the project's root, with forward slashes; `line` is 0 where a finding
    concerns a whole file or a catalogue entry.
    """

    path: str
    line: int
    problem: str
    text: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.problem}" + (f": {self.text!r}" if self.text else "")


def catalogue_path(root: Path, language: str) -> Path:
    """The .po file of a language below the project's root; it need not exist."""
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def python_files(root: Path) -> list[Path]:
    """The project's own Python files, without tests and migrations, in a stable order."""
    return [path for path in _files(root) if path.suffix == ".py"]


def template_files(root: Path) -> list[Path]:
    """Every file in a folder named `templates` that Django may render, in a stable order."""
    return [
        path
        for path in _files(root)
        if path.suffix in TEMPLATE_SUFFIXES and "templates" in path.relative_to(root).parts
    ]


def relative(root: Path, path: Path) -> str:
    """The path as it stands in catalogues and findings."""
    return path.relative_to(root).as_posix()


def has_words(text: str) -> bool:
    """Whether a text says anything that a translator would have to say in another language.

    Placeholders, markup, entities and `PROPER_NAMES` say nothing; any other letter does.
    """
    for silent in (_PLACEHOLDERS, _MARKUP, _NAMES):
        text = silent.sub(" ", text)
    return any(character.isalpha() for character in text)


def _files(root: Path) -> Iterator[Path]:
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            if SKIPPED_FOLDERS.isdisjoint(parts) and path.is_file():
                yield path
