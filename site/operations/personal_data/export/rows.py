"""Rows of the database as a person can read them: German labels, values in words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, FileField, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from ..scope import SECRET

Row = dict[str, Any]
# Of no meaning outside the database, or derived from what stands beside it.
TECHNICAL = frozenset(["content_type", "depth", "numchild", "page_ptr", "path"])


def described(obj: Model) -> Row:
    """All fields of an object: label → value. Secrets are left out, with that they exist."""
    row: Row = {}
    for field in obj._meta.concrete_fields:
        if field.name not in TECHNICAL:
            label = label_of(field)
            row[f"{label} ({field.name})" if label in row else label] = value_of(obj, field)
    return row


def mentioned(obj: Model) -> Row:
    """That an object is there and since when, for rows whose content is not about the person."""
    dates = [
        field
        for field in obj._meta.concrete_fields
        if field.get_internal_type() == "DateTimeField" and getattr(obj, field.attname)
    ]
    row: Row = {"ID": str(obj.pk), _("Name"): str(obj)[:200]}
    return {**row, **{label_of(field): value_of(obj, field) for field in dates}}


def label_of(field: Field) -> str:
    """The label of a field in the active language."""
    return capfirst(str(field.verbose_name))


def value_of(obj: Model, field: Field) -> Any:
    """The value of a field as JSON and a reader take it."""
    if field.name in SECRET:
        return _("(exists; is not given out)")
    value = getattr(obj, field.attname)
    if value is None or value == "":
        return value
    if field.choices:
        return str(getattr(obj, f"get_{field.name}_display")())
    if isinstance(field, ForeignKey):
        related = field.related_model._base_manager.filter(pk=value).first()
        return f"{related} (ID {value})" if related else f"ID {value}"
    if isinstance(field, StreamField):
        return plain(value.raw_data[:])
    if isinstance(field, FileField):
        return value.name
    return plain(value)


def plain(value: Any) -> Any:
    """A value of which JSON knows nothing as text, also inside lists and dictionaries."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (memoryview, bytes)):
        return _("%(number)s bytes") % {"number": len(bytes(value))}
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value
    return str(value) if not isinstance(value, Decimal) else float(value)
