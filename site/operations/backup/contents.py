"""What is in a backup: the part `contents.json`, encrypted like the others."""

import json
import platform
from dataclasses import asdict, dataclass, field
from typing import Any

import django
import wagtail

from .archive import Reader, Writer, dumps
from .errors import BackupError

PART = "contents.json"
MEDIA = "media.tar"
LEDGER = "ledger.jsonl"


@dataclass
class MissingFile:
    """A file that the database names and the storage does not have."""

    storage: str
    name: str
    table: str


@dataclass
class Contents:
    """`database` is its vendor. `tables`: rows by table; `migrations`: (app, name) of those that
    were applied; `media`: storage → name → {bytes, sha256}."""

    database: str
    versions: dict[str, str] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    migrations: list[tuple[str, str]] = field(default_factory=list)
    media: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    missing: list[MissingFile] = field(default_factory=list)
    ledger: int = 0

    @property
    def files(self) -> int:
        return sum(len(names) for names in self.media.values())

    @property
    def media_bytes(self) -> int:
        return sum(file["bytes"] for names in self.media.values() for file in names.values())


def versions() -> dict[str, str]:
    """What the site runs on."""
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
    }


def write(contents: Contents, writer: Writer) -> None:
    with writer.part(PART) as sink:
        sink.write(dumps(asdict(contents)))


def read(reader: Reader) -> Contents:
    """Raises `BackupError`."""
    with reader.part(PART) as file:
        raw = file.read()
    try:
        data = json.loads(raw)
        data["migrations"] = [(app, name) for app, name in data["migrations"]]
        data["missing"] = [MissingFile(**missing) for missing in data["missing"]]
        return Contents(**data)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(f"{PART} of {reader.folder.name} is damaged.") from error
