"""A mark in every field of an object, and the places in which it still stands."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    EmailField,
    Field,
    ForeignKey,
    Model,
    TextField,
    URLField,
)
from wagtail.fields import StreamField

from operations.personal_data.emptying import emptied_fields

MARK = "zqxkw"  # no word of any language, and the same after stemming
PHONE = "+49 909 8877665544"
_DIGITS = "8877665544"
_CHUNKS = re.compile(rf"{MARK}|{_DIGITS}", re.IGNORECASE)


def mark_for(field: Field, when: str = "") -> Any:
    """A value for a field that holds the mark; None if the field can hold no text.

    Raises `TypeError` for a kind of field that this does not know: then it must learn it.
    """
    text = f"{MARK}{when}{field.name}".replace("_", "")
    if isinstance(field, StreamField):
        return [("heading", {"text": text, "level": "h2", "anchor": ""})]
    if field.name == "phone":
        return PHONE
    if isinstance(field, EmailField):
        return f"{text}@example.org"
    if isinstance(field, URLField):
        return f"https://{text}.example.org/"
    if isinstance(field, CharField) and not field.choices:
        return f"{text} sagt"[: field.max_length]
    if isinstance(field, TextField):
        return f"{text} sagt alles"
    if isinstance(field, (BooleanField, ForeignKey)) or field.choices:
        return None
    if field.get_internal_type() in ("DateTimeField", "PositiveIntegerField", "FileField"):
        return None
    raise TypeError(f"{field}: how is a mark put into it?")


def marked_values(model: type[Model], kept: Collection[str], when: str = "") -> dict[str, Any]:
    """A value with the mark for every field that an erasure empties, so that none is forgotten."""
    values = {field.name: mark_for(field, when) for field in emptied_fields(model, kept)}
    return {name: value for name, value in values.items() if value is not None}


def marked_rows() -> list[str]:
    """Every column of every table in which the mark stands: "table.column: value"."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if _CHUNKS.search(_text(value)):
                        found.append(f"{table}.{name}: {_text(value)[:200]}")
    return found


def marked_files() -> list[str]:
    """Every file below the media folder that has the mark in its name or its content."""
    folder = Path(settings.MEDIA_ROOT)
    files = (path for path in folder.rglob("*") if path.is_file())
    return [
        str(path.relative_to(folder))
        for path in files
        if _CHUNKS.search(path.name) or _CHUNKS.search(path.read_bytes().decode("latin-1"))
    ]


def marked(texts: dict[str, str]) -> list[str]:
    """The keys of the texts in which the mark stands."""
    return [key for key, text in texts.items() if _CHUNKS.search(text)]


def _text(value: Any) -> str:
    if isinstance(value, memoryview):
        value = bytes(value)
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
