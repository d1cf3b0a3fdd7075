"""Files that no row names: what a killed process or a full disk has left in the media folder."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import Storage
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Model
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import UploadedFile


class Command(BaseCommand):
    help = (
        "List files of pictures and documents that no entry in the database names: a process was "
        "killed between writing the file and storing the entry. With --delete they go."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete them")
        parser.add_argument(
            "--hours",
            type=float,
            default=24,
            help="only files that are older; younger ones may be about to be stored (default: 24)",
        )

    def handle(self, *args: Any, delete: bool, hours: float, **options: Any) -> None:
        old = timezone.now() - timedelta(hours=hours)
        count = 0
        for storage, name in list(unused_files()):
            if storage.get_modified_time(name) > old:
                continue
            count += 1
            self.stdout.write(name)
            if delete:
                storage.delete(name)
        self.stdout.write(f"{count} files without an entry{', deleted' if delete else ''}.")


def unused_files() -> Iterator[tuple[Storage, str]]:
    """Files in the folders of pictures, their sizes, documents and waiting uploads, that no entry
    names, with where they are stored. Other folders are nobody's business here."""
    for model, folder in _folders().items():
        storage = model._meta.get_field("file").storage
        named = set(model._base_manager.values_list("file", flat=True))
        for name in _files(storage, folder):
            if name not in named:
                yield storage, name


def _folders() -> dict[type[Model], str]:
    """Where Wagtail puts the files of which model; none shares a folder with another."""
    image = get_image_model()
    return {
        image: "original_images",
        image.get_rendition_model(): "images",
        get_document_model(): "documents",
        UploadedFile: "wagtail_uploads",
    }


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")
