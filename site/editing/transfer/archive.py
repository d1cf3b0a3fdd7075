"""The folder of an export: JSON files, media, and a manifest that knows them all."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from .errors import TransferError

FORMAT = "miglobe-site-export"
VERSION = 1
MANIFEST = "manifest.json"
STAGING = ".export-in-progress"
_CHUNK = 1024 * 1024


def dumps(data: Any) -> str:
    """JSON as people read and compare it."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def checked_path(path: str) -> str:
    """The path, if it is a plain relative one. Raises `TransferError` for any other."""
    parts = PurePosixPath(path).parts
    is_plain = path and path == "/".join(parts) and not set(parts) & {"..", ".", "/"}
    if not is_plain or set(path) & set("\\:\0") or path.startswith("/"):
        raise TransferError(f"“{path}” is not a path inside the export.")
    return path


class Writer:
    """Writes an export beside what is there, and puts it in its place at the end.

    The folder must be empty or hold an earlier export; hidden entries (".git") stay.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.earlier = _files_of_earlier(folder)
        self.staging = folder / STAGING
        self.files: dict[str, dict[str, Any]] = {}
        self.counts: dict[str, int] = {}

    def __enter__(self) -> "Writer":
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.staging, ignore_errors=True)
        self.staging.mkdir()
        return self

    def __exit__(self, *error: Any) -> None:
        shutil.rmtree(self.staging, ignore_errors=True)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def write(self, path: str, data: Any) -> None:
        """A JSON file."""
        content = dumps(data).encode()
        self._open(path).write_bytes(content)
        self._note(path, hashlib.sha256(content).hexdigest(), len(content))

    def copy(self, path: str, source: BinaryIO) -> None:
        """A file as it is."""
        digest, size = hashlib.sha256(), 0
        with self._open(path).open("wb") as target:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self._note(path, digest.hexdigest(), size)

    def finish(self) -> None:
        """Replace the earlier export. The manifest comes last: without it there is no export."""
        (self.folder / MANIFEST).unlink(missing_ok=True)
        for path in self.earlier:
            (self.folder / path).unlink(missing_ok=True)
        _remove_empty_folders(self.folder)
        for path in self.files:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.staging / path).replace(target)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "counts": dict(sorted(self.counts.items())),
            "files": dict(sorted(self.files.items())),
        }
        (self.folder / MANIFEST).write_text(dumps(manifest), encoding="utf-8")

    def _open(self, path: str) -> Path:
        if checked_path(path) in self.files:
            raise TransferError(f"“{path}” would be written twice.")
        target = self.staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _note(self, path: str, digest: str, size: int) -> None:
        self.files[path] = {"sha256": digest, "bytes": size}


class Reader:
    """An export whose manifest was read; `verify` before anything else is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        manifest = _manifest(folder)
        if manifest is None:
            raise TransferError(f"{folder} is no export: it has no {MANIFEST}.")
        if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
            raise TransferError(
                f"This export has the format {manifest.get('format')} {manifest.get('version')}; "
                f"this site reads {FORMAT} {VERSION}."
            )
        self.files: dict[str, dict[str, Any]] = manifest["files"]
        self.counts: dict[str, int] = manifest["counts"]

    def verify(self) -> None:
        """Raises `TransferError` that names the first file that is missing or not as written."""
        for path, expected in self.files.items():
            file = self.path(path)
            if not file.is_file():
                raise TransferError(f"The file “{path}” is missing.")
            if file.stat().st_size != expected["bytes"] or digest_of(file) != expected["sha256"]:
                raise TransferError(f"The file “{path}” is damaged: its checksum does not match.")

    def path(self, path: str) -> Path:
        """Where a file of the export lies; never outside of its folder."""
        if checked_path(path) not in self.files:
            raise TransferError(f"The file “{path}” is not part of the export.")
        file = self.folder / path
        if not file.resolve().is_relative_to(self.folder.resolve()):
            raise TransferError(f"“{path}” leads out of the export.")
        return file

    def has(self, path: str) -> bool:
        return path in self.files

    def read(self, path: str) -> Any:
        """The content of a JSON file."""
        try:
            return json.loads(self.path(path).read_text(encoding="utf-8"))
        except ValueError:
            raise TransferError(f"The file “{path}” is no JSON.") from None

    def below(self, folder: str) -> Iterator[tuple[str, Any]]:
        """(path, content) of the JSON files in a folder and below it."""
        for path in self.files:
            if path.startswith(f"{folder}/") and path.endswith(".json"):
                yield path, self.read(path)


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _manifest(folder: Path) -> dict[str, Any] | None:
    file = folder / MANIFEST
    if not file.is_file():
        return None
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise TransferError(f"{file} is no JSON.") from None
    if not isinstance(manifest, dict):
        raise TransferError(f"{file} is no manifest of an export.")
    return {"files": {}, "counts": {}, **manifest}


def _files_of_earlier(folder: Path) -> list[str]:
    """The files of the export that is there; none in a new or empty folder."""
    if folder.exists() and not folder.is_dir():
        raise TransferError(f"{folder} is a file; please name a folder.")
    if not folder.exists() or not [f for f in folder.iterdir() if not f.name.startswith(".")]:
        return []
    manifest = _manifest(folder)
    if manifest is None or manifest.get("format") != FORMAT:
        raise TransferError(
            f"{folder} holds something else than an export. Please name an empty folder, or one "
            "with an earlier export."
        )
    return [checked_path(path) for path in manifest["files"]]


def _remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_dir() and not is_hidden and not any(path.iterdir()):
            path.rmdir()
