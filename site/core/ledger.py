"""The ledger of what was withdrawn or deleted for good: it outlives the database.

Whoever restores a backup brings back what was erased after it was made. The ledger says what to
erase again (Art. 7 (3) and 17 GDPR). It holds kinds, keys and times, never a name, and lies outside
the database: one small file for each entry, in the folder (or bucket) `settings.PRIVACY_LEDGER`,
written to the disk before `record` returns. Entries are only added.

A floor that erases something says so with `record`, inside the transaction that erases: without an
entry nothing is erased. If the transaction fails afterwards the entry stays; after a restore what
was asked for is then erased, though at the time it was not. How a kind is done again is registered
with `redoes`; `operations.backup` calls it through `redo`.
"""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

BUCKET = "s3://"


class LedgerError(Exception):
    """The ledger cannot be written or read; the message says where it should be."""


@dataclass(frozen=True, order=True)
class Entry:
    """Something that was erased: when, of what kind, and the keys that tell what it was."""

    at: datetime
    kind: str
    keys: tuple[str, ...]

    def as_line(self) -> str:
        return json.dumps({"at": self.at.isoformat(), "kind": self.kind, "keys": self.keys})

    @classmethod
    def from_line(cls, line: str | bytes) -> "Entry":
        """Raises `LedgerError` for anything but an entry."""
        try:
            data = json.loads(line)
            at = parse_datetime(data["at"])
            if at is None or at.tzinfo is None:
                raise ValueError(data["at"])
            return cls(at, str(data["kind"]), tuple(str(key) for key in data["keys"]))
        except (KeyError, TypeError, ValueError):
            raise LedgerError("no entry of a ledger") from None


# What does a kind again; the answer is whether there was anything left to do.
Redo = Callable[[Entry], bool]
_redoes: dict[str, Redo] = {}
_mistakes: set[str] = set()
_is_silent: ContextVar[bool] = ContextVar("ledger is silent", default=False)


def redoes(kind: str, *, can_be_mistake: bool = False) -> Callable[[Redo], Redo]:
    """Register how entries of a kind are done again after a restore.

    The function gets an `Entry` and must do no harm if it is done already, if the object is not
    there at all, or if the person agreed anew after `entry.at`. It is called in a transaction.
    `can_be_mistake`: may have been done by mistake, so that a backup is restored to undo it.
    """

    def register(function: Redo) -> Redo:
        _redoes[kind] = function
        if can_be_mistake:
            _mistakes.add(kind)
        return function

    return register


def can_be_mistake(kind: str) -> bool:
    """Whether a restore may leave out entries of a kind (`restore --keep-deleted`)."""
    return kind in _mistakes


def record(kind: str, *keys: object) -> None:
    """Add an entry now. Raises `LedgerError`, so that the transaction around it fails as well."""
    if _is_silent.get():
        return
    _write(Entry(timezone.now(), kind, tuple(str(key) for key in keys)))


def record_on_commit(kind: str, key: object) -> None:
    """Add an entry when the transaction is committed, one for all keys of a kind within it.

    For what can be many and is deleted by time anyway. If the entry cannot be written, whoever
    asked for the deletion is told by the `LedgerError`, though it has happened.
    """
    if _is_silent.get():
        return
    connection = transaction.get_connection()
    here = set(connection.savepoint_ids)
    for savepoints, waiting, *__ in connection.run_on_commit:
        if isinstance(waiting, _Waiting) and waiting.kind == kind and savepoints == here:
            if str(key) not in waiting.keys:
                waiting.keys.append(str(key))
            return
    transaction.on_commit(_Waiting(kind, [str(key)]))


@contextmanager
def silent() -> Iterator[None]:
    """Inside, nothing is recorded: for what is deleted by time, or done again."""
    token = _is_silent.set(True)
    try:
        yield
    finally:
        _is_silent.reset(token)


def redo(entry: Entry) -> bool:
    """Do again what an entry says; whether there was anything left to do.

    Raises `LedgerError` for a kind that nobody has registered.
    """
    if entry.kind not in _redoes:
        raise LedgerError(f"nothing is known of “{entry.kind}”")
    with silent(), transaction.atomic():
        return bool(_redoes[entry.kind](entry))


def entries() -> list[Entry]:
    """All entries of this system's ledger, oldest first. Raises `LedgerError`."""
    storage = _storage()
    found = []
    for name in _names(storage):
        with storage.open(name) as file:
            try:
                found.append(Entry.from_line(file.read()))
            except LedgerError as error:
                raise LedgerError(f"{settings.PRIVACY_LEDGER}: {name} is {error}.") from None
    return sorted(found)


def read(path: Path) -> list[Entry]:
    """The entries of a copy: a folder of entries, or a file with one on each line."""
    try:
        if path.is_dir():
            lines: Iterable[str] = [file.read_text() for file in sorted(path.glob("*.json"))]
        else:
            lines = path.read_text().splitlines()
        return sorted(Entry.from_line(line) for line in lines if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The ledger {path} cannot be read: {error}.") from error
    except LedgerError as error:
        raise LedgerError(f"In {path} there is something that is {error}.") from None


def add(found: Iterable[Entry]) -> int:
    """Add entries of a copy that are not there yet; how many they were."""
    missing = sorted(set(found) - set(entries()))
    for entry in missing:
        _write(entry)
    return len(missing)


@dataclass
class _Waiting:
    """An entry that a transaction fills until it is committed."""

    kind: str
    keys: list[str]

    def __call__(self) -> None:
        record(self.kind, *self.keys)


class _SyncedStorage(FileSystemStorage):
    """A file is there whole and on the disk, or not there."""

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = target.with_suffix(".part")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return name


def _storage() -> Storage:
    place = str(settings.PRIVACY_LEDGER)
    if not place.startswith(BUCKET):
        return _SyncedStorage(location=place)
    bucket, __, folder = place.removeprefix(BUCKET).partition("/")
    # The same service and keys as the uploads.
    options = settings.STORAGES["default"].get("OPTIONS", {})
    options = {**options, "bucket_name": bucket, "location": folder}
    return storages.create_storage({**settings.STORAGES["default"], "OPTIONS": options})


def _names(storage: Storage) -> list[str]:
    try:
        __, files = storage.listdir("")
    except FileNotFoundError:  # nothing was ever recorded
        return []
    except Exception as error:  # of the file system or of S3's client
        raise LedgerError(_unreachable()) from error
    return sorted(name for name in files if name.endswith(".json"))


def _write(entry: Entry) -> None:
    name = f"{entry.at:%Y%m%dT%H%M%S.%f}-{secrets.token_hex(4)}.json"
    try:
        _storage().save(name, ContentFile(entry.as_line().encode()))
    except Exception as error:  # of the file system or of S3's client
        raise LedgerError(_unreachable()) from error


def _unreachable() -> str:
    return _(
        "The ledger of withdrawals and deletions (PRIVACY_LEDGER) cannot be reached. Without it "
        "nothing can be erased for good. Please tell whoever runs the website."
    )
