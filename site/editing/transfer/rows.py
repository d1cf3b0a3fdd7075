"""The fields of an object as an export has them, and back.

An object is a dictionary of its fields, in the order of the model, with a list for each relation
whose rows belong to it (`ParentalKey`). Left out are primary keys, the place in the tree, and what
belongs to people: owners, locks, comments.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import AutoField, Field, FileField, ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Comment, Page, Revision

from .errors import TransferError
from .keys import Keys
from .references import rename_in_block, rename_in_rich_text

Data = dict[str, Any]

OF_PEOPLE = (get_user_model(), Comment)
NOT_OF_PAGES = {"path", "depth", "numchild", "url_path", "locked", "locked_at"}


def fields_of(model: type[Model]) -> list[Field]:
    """The fields that an export has."""
    return [field for field in model._meta.concrete_fields if is_exported(model, field)]


def is_exported(model: type[Model], field: Field) -> bool:
    if isinstance(field, AutoField):
        return False
    if isinstance(field, ParentalKey) or getattr(field.remote_field, "parent_link", False):
        return False
    if isinstance(field, ForeignKey):
        return field.related_model not in (*OF_PEOPLE, ContentType, Revision)
    return not (issubclass(model, Page) and field.name in NOT_OF_PAGES)


def children_of(model: type[Model]) -> dict[str, type[Model]]:
    """The relations whose rows belong to an object: accessor → model."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
        if relation.related_model not in OF_PEOPLE
    }


def row_data(obj: Model) -> Data:
    """The object as the database has it, with primary keys: what `portable` takes."""
    data: Data = {}
    for field in fields_of(type(obj)):
        value = getattr(obj, field.attname)
        if isinstance(field, StreamField):
            value = list(value.raw_data)
        elif isinstance(field, FileField):
            value = value.name
        data[field.name] = value
    for name in children_of(type(obj)):
        children = sorted(getattr(obj, name).all(), key=_place)
        data[name] = [row_data(child) for child in children]
    return data


def _place(row: Model) -> tuple[int, int]:
    """In the order of the rows; of those without one in the order in which they were made."""
    return getattr(row, "sort_order", None) or 0, row.pk


def portable(model: type[Model], data: Data, keys: Keys) -> Data:
    """Of `row_data`, or of the content of a revision, what an export has."""
    result: Data = {}
    for field in fields_of(model):
        if field.name not in data:
            continue
        value = data[field.name]
        if isinstance(field, ForeignKey):
            value = None if value is None else keys.name(field.related_model, value)
        elif isinstance(field, StreamField):
            raw = json.loads(value) if isinstance(value, str) else value
            value = rename_in_block(field.stream_block, raw or [], keys.name)
        elif isinstance(field, RichTextField):
            value = rename_in_rich_text(value, keys.name)
        else:
            value = _plain(field.to_python(value))
        result[field.name] = value
    for name, child in children_of(model).items():
        if name in data:
            result[name] = [portable(child, row, keys) for row in data[name]]
    return result


def local(model: type[Model], data: Data, keys: Keys) -> Data:
    """What an export has, with the primary keys of this database; without one of its own.

    Raises `TransferError` for a field that the model does not have.
    """
    children = children_of(model)
    known = {field.name: field for field in fields_of(model)}
    result: Data = {}
    for name, value in data.items():
        if name in children:
            result[name] = [local(children[name], row, keys) for row in value]
            continue
        if name not in known:
            raise TransferError(f"{model._meta.label} has no field “{name}” in this version.")
        field = known[name]
        if isinstance(field, ForeignKey):
            value = None if value is None else keys.pk(field.related_model, value)
        elif isinstance(field, StreamField):
            value = json.dumps(rename_in_block(field.stream_block, value, keys.pk))
        elif isinstance(field, RichTextField):
            value = rename_in_rich_text(value, keys.pk)
        result[name] = value
    return result


def build(model: type[Model], data: Data, **more: Any) -> Model:
    """An object, not saved, of what `local` gives; relations are left to `insert_children`."""
    values: Data = {}
    for field in fields_of(model):
        if field.name in data:
            value = field.to_python(data[field.name])
            values[field.attname] = value
    return model(**values, **more)


def insert(obj: Model) -> Model:
    """Store the row as it is: no signal acts on it, no field is filled in, nothing is checked."""
    obj.save_base(raw=True, force_insert=True)
    return obj


def insert_children(obj: Model, data: Data) -> None:
    """Store the rows that belong to an object, and those that belong to them."""
    for name, model in children_of(type(obj)).items():
        parent = _parent_field(model, type(obj))
        for row in data.get(name, []):
            child = insert(build(model, row, **{parent.attname: obj.pk}))
            insert_children(child, row)


def differences(current: Data, other: Data) -> Data:
    """The fields of `other` that are not as in `current`."""
    return {name: value for name, value in other.items() if current.get(name) != value}


def as_revision(data: Data) -> Data:
    """What `local` gives, as revisions have it.

    Rows that belong to the object are new ones: they are made when the draft is published.
    """
    return {
        name: [{"pk": None, **as_revision(row)} for row in value]
        if isinstance(value, list)
        else value
        for name, value in data.items()
    }


def without(data: Data, names: Iterable[str]) -> Data:
    names = set(names)
    return {name: value for name, value in data.items() if name not in names}


def _parent_field(model: type[Model], parent: type[Model]) -> Field:
    return next(
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ParentalKey) and issubclass(parent, field.related_model)
    )


def _plain(value: Any) -> Any:
    """A value as JSON has it; moments with all their digits, in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
