"""What the parts of an export and of an import share while they run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import Storage

from .archive import Reader, Writer
from .keys import Keys

Report = Callable[[str], Any]


@dataclass
class Export:
    """`media` are files to copy: path in the export → (storage, name there)."""

    writer: Writer
    keys: Keys
    media: dict[str, tuple[Storage, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class Import:
    """`notes` are sentences for whoever runs the command; `made` the files that were written, to
    take them away again if the import fails."""

    reader: Reader
    keys: Keys
    notes: list[str] = field(default_factory=list)
    made: list[tuple[Storage, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number
