"""The files that the database names: which they are, into the archive, and back."""

import hashlib
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection
from django.db.models import FileField
from wagtail.images.models import AbstractRendition

from .archive import CHUNK
from .contents import MissingFile
from .databases import Snapshot
from .errors import BackupError


@dataclass(frozen=True)
class Column:
    """A column of file names. `is_derived`: Wagtail makes what is missing anew."""

    storage: str
    table: str
    column: str
    is_derived: bool


@dataclass(frozen=True)
class NamedFile:
    """A file, and the first column that names it."""

    name: str
    column: Column


def columns() -> list[Column]:
    """All columns of file names. Raises `BackupError` for one whose storage has no name."""
    return [
        Column(
            storage_alias(field),
            model._meta.db_table,
            field.column,
            issubclass(model, AbstractRendition),
        )
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and not model._meta.proxy
    ]


def storage_alias(field: FileField) -> str:
    """The name in STORAGES of the storage that a field's files are in."""
    for alias in settings.STORAGES:
        if alias != "staticfiles" and field.storage == storages[alias]:
            return alias
    raise BackupError(f"The storage of {field} is not named in STORAGES, so it is in no backup.")


def files_in(snapshot: Snapshot) -> list[NamedFile]:
    """The files that a snapshot names, each once, by storage and name."""
    found: dict[tuple[str, str], NamedFile] = {}
    tables = set(snapshot.tables())
    for column in sorted(columns(), key=lambda column: column.is_derived):
        if column.table in tables:
            for name in names(snapshot.query, column):
                found.setdefault((column.storage, name), NamedFile(name, column))
    return [found[key] for key in sorted(found)]


def names(query: Any, column: Column) -> Iterator[str]:
    """The names in a column, as `query` sees them."""
    quote = connection.ops.quote_name
    sql = f"SELECT DISTINCT {quote(column.column)} FROM {quote(column.table)}"  # noqa: S608
    for (name,) in query(sql):
        if name:
            yield name


def size_of(files: Iterable[NamedFile]) -> int:
    """About how many bytes the files have; those in a file system, as only these are quick to ask.

    S3 would be asked for each one: what does not fit is noticed when it is copied.
    """
    total = 0
    for file in files:
        storage = storages[file.column.storage]
        if isinstance(storage, FileSystemStorage):
            try:
                total += storage.size(file.name)
            except (OSError, SuspiciousOperation):
                continue
    return total


class Packing:
    """Files on their way into an archive: what was packed, and what was missing."""

    def __init__(self) -> None:
        self.media: dict[str, dict[str, dict[str, Any]]] = {}
        self.missing: list[NamedFile] = []

    def pack(self, files: Iterable[NamedFile], sink: BinaryIO) -> None:
        with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for file in files:
                try:
                    opened = storages[file.column.storage].open(file.name, "rb")
                except (FileNotFoundError, IsADirectoryError, SuspiciousOperation):
                    self.missing.append(file)
                    continue
                with opened:
                    self._add(archive, file, opened)

    def _add(self, archive: tarfile.TarFile, file: NamedFile, opened: Any) -> None:
        alias = file.column.storage
        entry = tarfile.TarInfo(f"{alias}/{file.name}")
        entry.size = opened.size
        entry.mode = 0o600
        reading = _Hashing(opened)
        archive.addfile(entry, reading)
        self.media.setdefault(alias, {})[file.name] = {
            "bytes": entry.size,
            "sha256": reading.digest.hexdigest(),
        }

    def as_missing(self) -> list[MissingFile]:
        return [MissingFile(f.column.storage, f.name, f.column.table) for f in self.missing]


class _Hashing:
    """A file that is read, with its checksum."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = CHUNK) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def unpack(
    source: BinaryIO, media: dict[str, dict[str, dict[str, Any]]]
) -> Iterator[tuple[str, str, _Hashing]]:
    """(storage, name, file) of each entry, which must be read before the next one.

    Raises `BackupError` for entries that `media` does not know, or whose checksum is another, and
    in the end for those that were not there.
    """
    seen = set()
    try:
        with tarfile.open(fileobj=source, mode="r|", bufsize=CHUNK) as archive:
            for entry in archive:
                alias, __, name = entry.name.partition("/")
                expected = media.get(alias, {}).get(name)
                if expected is None or not entry.isfile() or not _is_plain(name):
                    raise BackupError(f"The archive of the media has an entry “{entry.name}”.")
                reading = _Hashing(archive.extractfile(entry))
                yield alias, name, reading
                while reading.read(CHUNK):
                    pass
                if reading.digest.hexdigest() != expected["sha256"]:
                    raise BackupError(f"The file {name} is damaged (its checksum is another).")
                seen.add((alias, name))
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"The archive of the media cannot be read: {error}.") from error
    expected_files = {(alias, name) for alias, names_ in media.items() for name in names_}
    if absent := sorted(expected_files - seen):
        some = ", ".join(name for __, name in absent[:5])
        raise BackupError(f"The archive of the media lacks {len(absent)} files: {some}.")


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts


def is_empty(storage: Storage, folder: str = "") -> bool:
    """Whether there is no file in a storage; hidden ones, as “.gitkeep”, do not count."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return True
    if any(name and not name.startswith(".") for name in files):
        return False
    return all(is_empty(storage, f"{folder}{name}/") for name in folders if name)


def digest(storage: Storage, name: str) -> str:
    """The checksum of a file as it is read from its storage."""
    with storage.open(name, "rb") as file:
        found = hashlib.sha256()
        while data := file.read(CHUNK):
            found.update(data)
        return found.hexdigest()
