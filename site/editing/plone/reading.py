"""The files of an export, in each of the forms that Plone's two add-ons write.

- collective.exportimport: one JSON list of items ("Plone.json"), or a folder with a file per item
  ("1.json", "2.json" …), and beside it `export_translations.json`, `export_redirects.json`,
  `export_defaultpages.json`.
- plone.exportimport: a folder with `content/__metadata__.json`, `content/<UID>/data.json`,
  `translations.json` and `redirects.json`; also as the ZIP file that its service answers.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What an export may hold when it is unpacked; a small archive can pretend to be a large one.
MAX_UNPACKED = 4 * 1024**3
SITE_ROOT_TYPES = ("Plone Site",)


class PloneExportError(Exception):
    """The export cannot be read: a sentence that says which file, and what is wrong with it."""


@dataclass
class Export:
    """All that was read.

    `items`: the entries as they stand in the files. `translations`: groups as
    `{language: UID}`; the language of the canonical item of plone.exportimport is "". `redirects`:
    old path → new path or address, with the portal's own path in front. `default_pages`: UID of a
    folder → UID, or id, of the page that is shown for it. `relations`: UIDs of an item and of one
    that an editor related to it. `files`: where blobs named by a path are looked for.
    """

    items: list[dict[str, Any]]
    translations: list[dict[str, str]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    default_pages: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    files: Path | None = None


@contextmanager
def opened_export(path: Path, blobs: Path | None = None) -> Iterator[Export]:
    """The export at a path: a JSON file, a folder or a ZIP file.

    `blobs` is the blob storage of the old site, if the export names files by their path there.
    Files are unpacked for as long as the context lasts. Raises `PloneExportError`.
    """
    if not path.exists():
        raise PloneExportError(f"There is no {path}.")
    if path.is_dir():
        yield _read_folder(path, blobs)
    elif zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory() as folder:
            _unpack(path, Path(folder))
            yield _read_folder(Path(folder), blobs)
    else:
        yield _with_siblings(path.parent, Export(_item_list(path), files=blobs or path.parent))


def _read_folder(folder: Path, blobs: Path | None) -> Export:
    metadata = next(iter(sorted(folder.glob("**/content/__metadata__.json"))), None)
    if metadata:
        return _read_plone_exportimport(metadata)
    names = sorted(
        (path for path in folder.glob("*.json") if path.stem.isdigit()),
        key=lambda path: int(path.stem),
    )
    if not names:
        raise PloneExportError(
            f"{folder} holds neither content/__metadata__.json (plone.exportimport) nor files "
            "named 1.json, 2.json … (collective.exportimport)."
        )
    items = [_json(path, dict) for path in names]
    return _with_siblings(folder, Export(items, files=blobs or folder))


def _item_list(path: Path) -> list[dict[str, Any]]:
    items = _json(path, list)
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise PloneExportError(f"{path}: entry {number} is not an item of an export.")
    return items


def _with_siblings(folder: Path, export: Export) -> Export:
    for path in _siblings(folder, "export_translations.json"):
        export.translations = _groups(path, _json(path, list))
    for path in _siblings(folder, "export_redirects.json"):
        export.redirects = _texts(path, _json(path, dict))
    for path in _siblings(folder, "export_relations.json"):
        export.relations = _related(_json(path, list))
    for path in _siblings(folder, "export_defaultpages.json"):
        for entry in _json(path, list):
            page = entry.get("default_page_uuid") or entry.get("default_page")
            if entry.get("uuid") and page:
                export.default_pages[entry["uuid"]] = page
    return export


def _siblings(folder: Path, name: str) -> Iterator[Path]:
    """The file of a name, if it is there, also when it lies beside the folder of items."""
    for place in (folder / name, folder.parent / name):
        if place.is_file():
            yield place
            return


def _read_plone_exportimport(metadata: Path) -> Export:
    content = metadata.parent
    about = _json(metadata, dict)
    items = []
    for name in about.get("_data_files_", []):
        path = inside(content, name)
        if path is None or not path.is_file():
            raise PloneExportError(f"{metadata} names {name}, which is not there.")
        items.append(_json(path, dict))
    export = Export(items, files=content)
    for uid, entry in (about.get("default_page") or {}).items():
        export.default_pages[uid] = entry.get("default_page_uuid") or entry.get("default_page")
    beside = content.parent
    if (path := beside / "translations.json").is_file():
        export.translations = _groups(path, _json(path, list))
    if (path := beside / "redirects.json").is_file():
        export.redirects = _texts(path, _json(path, dict))
    if (path := beside / "relations.json").is_file():
        export.relations = _related(_json(path, list))
    return export


def _related(entries: list[Any]) -> list[tuple[str, str]]:
    """The related items that editors chose; other relations are Plone's own."""
    return [
        (str(entry.get("from_uuid")), str(entry.get("to_uuid")).replace("-", "").lower())
        for entry in entries
        if isinstance(entry, dict)
        and "relatedItems" in (entry.get("from_attribute"), entry.get("relationship"))
    ]


def _groups(path: Path, entries: list[Any]) -> list[dict[str, str]]:
    """Groups in the form of either add-on."""
    groups = []
    for entry in entries:
        if isinstance(entry, dict) and "canonical" in entry:
            entry = {"": entry["canonical"], **(entry.get("translations") or {})}
        groups.append(_texts(path, entry))
    return groups


def _texts(path: Path, entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        raise PloneExportError(f"{path}: “{str(entry)[:60]}” does not say what belongs to what.")
    return entry


def inside(folder: Path, name: str) -> Path | None:
    """The path of a file below a folder; None for a name that leads out of it."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) else None


def _json(path: Path, kind: type) -> Any:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PloneExportError(f"{path} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise PloneExportError(f"{path} is not JSON: {error}.") from error
    if not isinstance(content, kind):
        wanted = "a list" if kind is list else "an object"
        raise PloneExportError(f"{path} must hold {wanted}.")
    return content


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise PloneExportError(
                f"{path} would take more than {MAX_UNPACKED // 1024**3} GB; unpack it yourself and "
                "name the folder."
            )
        for member in members:
            if inside(folder, member.filename) is None:
                raise PloneExportError(f"{path}: {member.filename} leads out of the archive.")
            archive.extract(member, folder)
