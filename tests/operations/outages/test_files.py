"""A full disk: a clear message, nothing half, and the site goes on."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images.models import SourceImageIOError
from wagtail.models import UploadedFile

from core import disk
from core.images import image_data, standard_renditions
from core.models import Document, Image, Rendition
from operations.outages.files import WholeFileStorage
from tests import factories
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "operations.outages.files.WholeFileStorage"},
    }
    return tmp_path


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does to a process, from inside of it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, *, after: int = 0) -> Iterator[None]:
    """The storage takes so many files, and then none."""
    taken = 0
    lay = WholeFileStorage._lay

    def refuse(self: WholeFileStorage, unfinished: str, name: str) -> str:
        nonlocal taken
        taken += 1
        if taken > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return lay(self, unfinished, name)

    with monkeypatch.context() as patch:
        patch.setattr(WholeFileStorage, "_lay", refuse)
        yield


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_stored_whole_and_readable_by_the_web_server(media: Path) -> None:
    name = WholeFileStorage(location=media).save("folder/text.txt", ContentFile(b"whole"))
    assert (media / name).read_bytes() == b"whole"
    assert oct((media / name).stat().st_mode)[-3:] == "644"
    assert files_in(media) == ["folder/text.txt"]


def test_two_files_of_one_name_are_both_there(media: Path, monkeypatch) -> None:
    storage = WholeFileStorage(location=media)
    # Both looked before either had written.
    monkeypatch.setattr(storage, "exists", lambda name: False)
    first = storage.save("text.txt", ContentFile(b"first"))
    monkeypatch.undo()
    second = storage._save("text.txt", ContentFile(b"second"))
    assert first != second
    assert (media / first).read_bytes() == b"first"
    assert (media / second).read_bytes() == b"second"


def test_without_hard_links_it_is_renamed(media: Path, monkeypatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    WholeFileStorage(location=media).save("text.txt", ContentFile(b"whole"))
    assert files_in(media) == ["text.txt"]


def test_half_a_file_does_not_stay(media: Path) -> None:
    storage = WholeFileStorage(location=media)
    with files_no_larger_than(1000), pytest.raises(OSError, match="too large") as caught:
        storage.save("large.bin", ContentFile(b"x" * 100_000))
    assert disk.is_full(caught.value)
    assert files_in(media) == []
    storage.save("large.bin", ContentFile(b"x" * 100_000))
    assert files_in(media) == ["large.bin"]


def test_a_form_says_that_there_is_no_room(admin_client: Client, media, monkeypatch) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda folder: disk.RESERVE)
    for address, form in (
        ("wagtailimages:add", {"file": picture(), "title": "Bild", "credit": "Foto: X"}),
        ("wagtaildocs:add", {"file": document(), "title": "Text"}),
    ):
        answer = admin_client.post(reverse(address), form)
        assert answer.status_code == 200
        assert "kein Platz mehr" in answer.content.decode()
        assert 'value="Bild"' in answer.content.decode() or "Text" in answer.content.decode()
    assert stored() == (0, 0, [])


def test_many_at_once_are_told_so_too(admin_client: Client, media, monkeypatch) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda folder: disk.RESERVE)
    for address, file in (
        ("wagtailimages:add_multiple", picture()),
        ("wagtaildocs:add_multiple", document()),
    ):
        answer = admin_client.post(reverse(address), {"files[]": file})
        assert answer.json()["success"] is False
        assert "kein Platz mehr" in answer.json()["error_message"]
    assert stored() == (0, 0, [])


# As on the site: what fails to be stored leaves no transaction that is broken.
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("address", ["wagtailimages:add_multiple", "wagtaildocs:add_multiple"])
def test_many_at_once_are_told_also_when_the_room_ends_while_writing(
    admin_client: Client, media, monkeypatch, address
) -> None:
    file = picture() if "images" in address else document()
    with full_disk(monkeypatch):
        answer = admin_client.post(reverse(address), {"files[]": file})
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert "kein Platz mehr" in answer.json()["error_message"]
    assert stored() == (0, 0, [])

    file.seek(0)
    assert admin_client.post(reverse(address), {"files[]": file}).json()["success"] is True


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_file_is_told_also_when_the_room_ends_while_writing(admin_client, monkeypatch) -> None:
    admin_client.raise_request_exception = False
    with full_disk(monkeypatch):
        answer = admin_client.post(
            reverse("wagtaildocs:add"), {"file": document(), "title": "Text", "language": "de"}
        )
    assert answer.status_code == 507
    assert "kein Platz mehr" in answer.content.decode()
    assert stored() == (0, 0, [])


def test_a_page_is_shown_without_the_sizes_that_found_no_room(media, monkeypatch) -> None:
    image = factories.ImageFactory(file=ContentFile(photo(), "bild.jpg"))
    original = files_in(media)
    with full_disk(monkeypatch, after=4):
        assert image_data(image)["renditions"] is None
    assert Rendition.objects.count() == 0
    assert files_in(media) == original

    assert len(standard_renditions(image)) == 9
    assert Rendition.objects.count() == 9
    assert len(files_in(media)) == len(original) + 9


def test_one_size_that_finds_no_room_is_a_missing_picture(media, monkeypatch) -> None:
    image = factories.ImageFactory(file=ContentFile(photo(), "bild.jpg"))
    with full_disk(monkeypatch), pytest.raises(SourceImageIOError):
        image.get_rendition("width-200|format-jpeg")
    assert Rendition.objects.count() == 0
    assert image.get_rendition("width-200|format-jpeg").file.size > 0


def stored() -> tuple[int, int, list[str]]:
    from django.conf import settings

    rows = Image.objects.count() + Document.objects.count()
    return rows, UploadedFile.objects.count(), files_in(Path(settings.MEDIA_ROOT))


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("bild.jpg", photo(), "image/jpeg")


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("text.txt", b"Ein Text", "text/plain")


def test_the_page_for_a_full_disk_is_whole() -> None:
    from django.conf import settings

    for language in ("de", "en"):
        page = (settings.BASE_DIR / "templates" / f"507.{language}.html").read_text()
        assert BeautifulSoup(page, "html5lib").h1.get_text()
