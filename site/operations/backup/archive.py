"""The folder of a backup: written under a hidden name, there as a whole or not at all."""

import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from . import encryption
from .errors import BackupError

FORMAT = "miglobe-backup"
VERSION = 1
MANIFEST = "manifest.json"
NAME = re.compile(r"backup-\d{8}T\d{6}Z(-\d+)?")
PART = re.compile(r"[a-z0-9][a-z0-9.-]*")
STAGING = ".backup-in-progress"
LOCK = ".lock"
CHUNK = 1 << 20


class _Hashing:
    """A file that is written, with its size and checksum. `error` is what stopped it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self.file.write(data)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self.file.flush()


class Writer:
    """A backup while it is made, inside `writing`."""

    def __init__(self, parent: Path, recipients: Sequence[str]) -> None:
        self.parent = parent
        self.folder = parent / STAGING
        self.recipients = list(recipients)
        self._keys = encryption.recipients(recipients)
        self.parts: dict[str, dict[str, Any]] = {}

    def begin(self) -> None:
        """An empty folder, whatever an earlier run has left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700)
        self.parts = {}

    @contextmanager
    def part(self, name: str) -> Iterator[Any]:
        """A file to write a part into; it is encrypted if there are recipients."""
        stored = f"{name}{encryption.SUFFIX}" if self._keys else name
        with self._open(stored) as file:
            hashing = _Hashing(file)
            if self._keys:
                with encryption.encrypting(hashing, self._keys) as sink:
                    yield sink
            else:
                yield hashing
            file.flush()
            os.fsync(file.fileno())
        self.parts[stored] = {"bytes": hashing.size, "sha256": hashing.digest.hexdigest()}

    def finish(self, taken_at: datetime) -> Path:
        """Write the manifest, and give the backup its name. The folder."""
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "taken_at": taken_at.isoformat(),
            "encrypted_to": self.recipients,
            "parts": dict(sorted(self.parts.items())),
        }
        with self._open(MANIFEST) as file:
            file.write(dumps(manifest))
            file.flush()
            os.fsync(file.fileno())
        Reader(self.folder).verify()  # as it can be read again, before an older one goes
        sync(self.folder)
        target = self._free_name(f"backup-{taken_at:%Y%m%dT%H%M%SZ}")
        self.folder.rename(target)
        sync(self.parent)
        return target

    def _free_name(self, name: str) -> Path:
        found, number = self.parent / name, 1
        while found.exists():
            number += 1
            found = self.parent / f"{name}-{number}"
        return found

    def _open(self, name: str) -> BinaryIO:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        return open(os.open(self.folder / name, flags, 0o600), "wb")


@contextmanager
def writing(parent: Path, recipients: Sequence[str]) -> Iterator[Writer]:
    """A backup to be made in a folder. Nothing stays of it unless it was finished.

    Raises `BackupError` if another one is under way there, or the disk is full.
    """
    writer = Writer(parent, recipients)
    try:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock(parent):
            writer.begin()
            try:
                yield writer
            finally:
                shutil.rmtree(writer.folder, ignore_errors=True)
    except OSError as error:
        raise BackupError(_reason(error, parent)) from error


def _reason(error: OSError, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            f"There is no room left in {folder}: {error.strerror}. No backup was made; the earlier "
            "ones are as they were. Free some room, or delete backups that are no longer needed."
        )
    return f"The backup could not be written: {error}."


@contextmanager
def _lock(parent: Path) -> Iterator[None]:
    """Held by one process; the system lets go of it when that ends, however it does."""
    with (parent / LOCK).open("a") as file:
        os.chmod(file.fileno(), 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup into {parent} is under way.") from None
        yield


class Reader:
    """A backup that is there. Raises `BackupError` if the folder holds none."""

    def __init__(self, folder: Path, keys: Sequence[Any] = ()) -> None:
        self.folder = folder
        self.keys = keys
        manifest = _manifest(folder)
        self.taken_at = datetime.fromisoformat(manifest["taken_at"])
        self.recipients: list[str] = manifest["encrypted_to"]
        self.parts: dict[str, dict[str, Any]] = manifest["parts"]

    @property
    def is_encrypted(self) -> bool:
        return bool(self.recipients)

    @property
    def bytes(self) -> int:
        return sum(part["bytes"] for part in self.parts.values())

    def verify(self) -> None:
        """Read every part. Raises `BackupError` naming those that are missing or damaged."""
        problems = [
            problem for name, part in self.parts.items() if (problem := self._problem(name, part))
        ]
        if problems:
            raise BackupError(f"{self.folder.name} is not whole: {'; '.join(problems)}.")

    def _problem(self, name: str, part: dict[str, Any]) -> str | None:
        try:
            with (self.folder / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size != part["bytes"]:
                    return f"{name} has {size} bytes instead of {part['bytes']}"
                if hashlib.file_digest(file, "sha256").hexdigest() != part["sha256"]:
                    return f"{name} is damaged (its checksum is another)"
        except FileNotFoundError:
            return f"{name} is missing"
        except OSError as error:
            return f"{name} cannot be read ({error.strerror})"
        return None

    def has(self, name: str) -> bool:
        return self._stored(name) in self.parts

    @contextmanager
    def part(self, name: str) -> Iterator[BinaryIO]:
        """A part to read from, decrypted."""
        if not self.has(name):
            raise BackupError(f"{self.folder.name} has no part “{name}”.")
        with (self.folder / self._stored(name)).open("rb") as file:
            if not self.is_encrypted:
                yield file
                return
            if not self.keys:
                raise BackupError("The backup is encrypted: name the secret key with --identity.")
            with encryption.decrypting(file, self.keys) as plain:
                yield plain

    def _stored(self, name: str) -> str:
        return f"{name}{encryption.SUFFIX}" if self.is_encrypted else name


def backups_in(parent: Path) -> list[Reader]:
    """The complete backups in a folder, oldest first."""
    found = []
    for folder in parent.iterdir() if parent.is_dir() else ():
        if NAME.fullmatch(folder.name):
            try:
                found.append(Reader(folder))
            except BackupError:
                continue
    return sorted(found, key=lambda reader: (reader.taken_at, reader.folder.name))


def find(place: Path, keys: Sequence[Any] = ()) -> Reader:
    """The backup in this folder, or the newest one of those that it holds."""
    if (place / MANIFEST).exists() or not (found := backups_in(place)):
        return Reader(place, keys)
    return Reader(found[-1].folder, keys)


def prune(parent: Path, keep: int) -> list[str]:
    """Delete all complete backups but the newest `keep` ones; their names.

    Called when a new one is complete and was read again, so that a good one always stays.
    """
    if keep < 1:
        raise BackupError("At least one backup must be kept.")
    gone = []
    for rest in parent.glob(".backup-*-going"):  # of a run that was killed
        shutil.rmtree(rest)
    for reader in backups_in(parent)[:-keep]:
        hidden = parent / f".{reader.folder.name}-going"
        reader.folder.rename(hidden)  # never half a backup under its name
        shutil.rmtree(hidden)
        gone.append(reader.folder.name)
    return gone


def dumps(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def sync(folder: Path) -> None:
    """Let the names in a folder be on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupError(f"{folder} holds no complete backup.") from None
    except (OSError, ValueError) as error:
        raise BackupError(f"{file} cannot be read: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError(f"{file} is not the manifest of a backup.")
    if manifest.get("version") != VERSION:
        raise BackupError(
            f"{folder.name} has format {manifest.get('version')}, this version of the site reads "
            f"format {VERSION}. Restore it with the version that has written it."
        )
    try:
        datetime.fromisoformat(manifest["taken_at"])
        names = set(manifest["parts"])
        is_whole = all({"bytes", "sha256"} <= set(part) for part in manifest["parts"].values())
        is_whole = is_whole and isinstance(manifest["encrypted_to"], list)
    except (AttributeError, KeyError, TypeError, ValueError):
        is_whole, names = False, set()
    if not is_whole or not all(PART.fullmatch(name) for name in names):
        raise BackupError(f"{file} is damaged.")
    return manifest
