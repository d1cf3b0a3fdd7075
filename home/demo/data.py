"""The data files: reading them, and laying the English texts over the German ones."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

FOLDER = Path(__file__).parent


class DemoDataError(Exception):
    """Something is wrong with the demo data; the message begins with the place where."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True)
class DemoData:
    """The same entries in both languages: section → key → entry."""

    german: dict[str, Any]
    english: dict[str, Any]

    def section(self, name: str) -> dict[str, dict[str, Any]]:
        return self.german[name]

    def translated(self, section: str, key: str) -> dict[str, Any]:
        """An entry with the English texts in place of the German ones."""
        return self.english[section][key]


@cache
def read_demo_data(folder: Path = FOLDER) -> DemoData:
    """Read `de.yaml` and `en.yaml`. Raises `DemoDataError` if they do not fit together."""
    german, english = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        for name in ("de.yaml", "en.yaml")
    )
    return DemoData(german, merged(german, english))


def merged(source: Any, translation: Any, place: str = "") -> Any:
    """The source with its texts replaced by those that the translation has.

    A mapping is merged key by key and a list item by item; `{}` replaces nothing. Raises
    `DemoDataError` for a key or an item that the source lacks, and where no text stands.
    """
    if translation == {}:
        return source
    if isinstance(source, dict) and isinstance(translation, dict):
        if unknown := translation.keys() - source.keys():
            raise DemoDataError(place, f"{', '.join(sorted(unknown))} is not in the source")
        return {
            key: merged(value, translation.get(key, {}), f"{place}/{key}".strip("/"))
            for key, value in source.items()
        }
    if isinstance(source, list) and isinstance(translation, list):
        if len(source) != len(translation):
            raise DemoDataError(place, f"{len(translation)} items, {len(source)} in the source")
        return [
            merged(value, translation[index], f"{place}/{index}")
            for index, value in enumerate(source)
        ]
    if isinstance(source, str) and isinstance(translation, str):
        return translation
    raise DemoDataError(place, f"{type(translation).__name__} cannot replace what the source has")


def explain(error: ValidationError) -> str:
    """The messages of a validation error with the fields they belong to, in one line."""
    if hasattr(error, "error_dict"):
        return "; ".join(f"{name}: {' '.join(m)}" for name, m in error.message_dict.items())
    return " ".join(error.messages)
