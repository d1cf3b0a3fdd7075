"""Collections, pictures and documents, with their files."""

from collections.abc import Iterator
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.utils import validate_file_name
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from core.files.contents import check_document
from core.picture_files import refuse_bomb
from core.picture_metadata import Unreadable, clean

from ..models import StateCollection
from .archive import digest_of
from .errors import TransferError
from .frame import order_of
from .keys import ROOT
from .restrictions import read_restrictions, write_restrictions
from .rows import build, insert, local, portable, row_data
from .work import Export, Import

COLLECTIONS = "collections.json"
FILES = "media"


def kinds() -> Iterator[tuple[str, type[Model]]]:
    yield "images", get_image_model()
    yield "documents", get_document_model()


def write_collections(out: Export) -> None:
    states = dict(StateCollection.objects.values_list("collection_id", "state"))
    restrictions = write_restrictions(CollectionViewRestriction, "collection_id")
    found = []
    for collection in Collection.objects.order_by("path"):
        found.append(
            {
                "key": out.keys.name(Collection, collection.pk),
                "name": collection.name,
                # "" is the collection that all states share
                "state": states.get(collection.pk),
                "restrictions": restrictions.get(collection.pk, []),
            }
        )
    out.writer.write(COLLECTIONS, found)
    out.writer.count("collections", len(found))


def read_collections(into: Import) -> None:
    """Those that the site's setup has made already are taken as they are."""
    root = Collection.get_first_root_node()
    known = {ROOT: root.pk}
    for entry in into.reader.read(COLLECTIONS):
        key = entry["key"]
        if key != ROOT:
            parent = Collection.objects.get(pk=known[key.rpartition("/")[0]])
            same = parent.get_children().filter(name=entry["name"])
            found = next((c for c in same if c.pk not in known.values()), None)
            known[key] = (found or parent.add_child(name=entry["name"])).pk
        into.keys.add(Collection, known[key], key)
        if entry["state"] is not None:
            StateCollection.objects.update_or_create(
                state=entry["state"], defaults={"collection_id": known[key]}
            )
        read_restrictions(into, CollectionViewRestriction, "collection_id", known[key], key, entry)
        into.count("collections")


def write_media(out: Export) -> None:
    for kind, model in kinds():
        for obj in model.objects.order_by("pk").prefetch_related("tags"):
            key = out.keys.name(model, obj.pk)
            data = portable(model, row_data(obj), out.keys)
            data["tags"] = sorted(tag.name for tag in obj.tags.all())
            out.writer.write(f"{kind}/{key}.json", {"fields": data})
            out.writer.count(kind)
            path = f"{FILES}/{obj.file.name}"
            if obj.file.storage.exists(obj.file.name):
                out.media[path] = (obj.file.storage, obj.file.name)
            else:
                out.notes.append(f"The file of {kind[:-1]} “{obj.title}” is lost: {obj.file.name}")


def copy_files(out: Export) -> None:
    """The files themselves; read outside the transaction, because there may be many."""
    for path, (storage, name) in sorted(out.media.items()):
        with storage.open(name) as file:
            out.writer.copy(path, file)
        out.writer.count("files")


def read_media(into: Import) -> None:
    for kind, model in kinds():
        for key in order_of(into, model):
            entry = into.reader.read(f"{kind}/{key}.json")
            fields = dict(entry["fields"])
            tags = fields.pop("tags", [])
            obj = build(model, local(model, fields, into.keys))
            _store_file(into, obj)
            insert(obj)
            into.keys.add(model, obj.pk, key)
            if tags:
                obj.tags.add(*tags)
            into.count(kind)


def _store_file(into: Import, obj: Model) -> None:
    """Copy the file to where the record expects it. A file of that name must be the same file."""
    name, storage = obj.file.name, obj.file.storage
    validate_file_name(name, allow_relative_path=True)
    path = f"{FILES}/{name}"
    if not into.reader.has(path):
        into.notes.append(f"The file {name} is not part of the export: it was lost before.")
        return
    source = into.reader.path(path)
    if storage.exists(name):
        if not _is_same(storage.open(name), source.stat().st_size, digest_of(source)):
            raise TransferError(f"There is another file “{name}” already among the site's media.")
        return
    with source.open("rb") as file:
        _check_content(obj, name, file)
        stored = storage.save(name, File(file))
    into.made.append((storage, stored))
    if stored != name:
        raise TransferError(f"The storage names the file “{name}” otherwise: “{stored}”.")


def _check_content(obj: Model, name: str, file: BinaryIO) -> None:
    """An export may have been changed by somebody: files are what uploads may be, or the import
    ends with a `TransferError`."""
    try:
        if isinstance(obj, get_image_model()):
            refuse_bomb(clean(file.read()))
            file.seek(0)
        else:
            check_document(name, file)
    except (Unreadable, ValidationError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise TransferError(f"The file “{name}” is not what its name says: {reason}") from error


def _is_same(file: File, size: int, digest: str) -> bool:
    import hashlib

    with file:
        return file.size == size and hashlib.file_digest(file, "sha256").hexdigest() == digest
