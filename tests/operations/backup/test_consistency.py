"""A backup is of one point in time, whatever editors do while it is made."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import Image, Rendition
from news.models import NewsIndexPage, NewsPage
from operations.backup import archive, contents, media
from operations.backup.backing_up import TRIES, back_up
from operations.backup.errors import BackupError
from operations.backup.restoring import restore
from tests.factories import ImageFactory
from tests.operations.backup.systems import System, add_news, files_of

New = Callable[[], System]


@pytest.fixture
def after_snapshot(monkeypatch) -> Callable[[Callable[[], Any]], None]:
    """Lets something happen between the snapshot and the copying of files."""
    pack = media.Packing.pack

    def let_happen(what: Callable[[], Any]) -> None:
        def packing(*arguments: Any) -> None:
            what()
            pack(*arguments)

        monkeypatch.setattr(media.Packing, "pack", packing)

    return let_happen


def test_what_is_uploaded_after_the_snapshot_does_no_harm(
    restored: System, tmp_path: Path, after_snapshot
) -> None:
    with restored.connected():
        pages, files = NewsPage.objects.count(), len(files_of(restored.media))
        after_snapshot(lambda: add_news(NewsIndexPage.objects.get(), "Später"))

        found = back_up(tmp_path / "backups").contents

        assert NewsPage.objects.count() == pages + 1
        assert found.tables["news_newspage"] == pages
        assert found.files == files
        assert found.missing == []


def test_what_is_deleted_after_the_snapshot_makes_it_begin_anew(
    restored: System, tmp_path: Path, after_snapshot
) -> None:
    with restored.connected():
        before, image = Image.objects.count(), ImageFactory()
        after_snapshot(lambda: Image.objects.filter(pk=image.pk).first() and image.delete())
        steps: list[str] = []

        found = back_up(tmp_path / "backups", say=steps.append).contents

        assert found.tables["core_image"] == before
        assert found.missing == []
        assert steps.count("Database") == 2


def test_it_does_not_begin_anew_for_ever(restored: System, tmp_path: Path, after_snapshot) -> None:
    with restored.connected():
        waiting = [ImageFactory() for __ in range(TRIES + 1)]
        after_snapshot(lambda: waiting.pop().delete())

        done = back_up(tmp_path / "backups")

        assert len(done.contents.missing) == 1
        assert len(archive.backups_in(tmp_path / "backups")) == 1


def test_every_file_is_there_of_what_is_written_meanwhile(
    restored: System, tmp_path: Path, empty: New
) -> None:
    stop, begun, errors = Event(), Event(), []

    def write() -> None:
        try:
            index, number = NewsIndexPage.objects.get(), 0
            while not stop.is_set():
                number += 1
                add_news(index, f"Laufend {number}")
                ImageFactory(title="Kurz").delete()
                begun.set()
        except Exception as error:
            errors.append(error)
        finally:
            begun.set()
            connection.close()

    with restored.connected():
        writer = Thread(target=write)
        writer.start()
        begun.wait()
        folder = back_up(tmp_path / "backups").folder
        stop.set()
        writer.join()
        assert errors == []
        written = NewsPage.objects.filter(title__startswith="Laufend").count()

    with empty().connected():
        restore(archive.find(folder))
        pages = NewsPage.objects.filter(title__startswith="Laufend").order_by("pk")
        # One point: they were written one after the other, so there is no gap.
        numbers = [int(page.title.split()[1]) for page in pages]
        assert numbers == list(range(1, len(numbers) + 1))
        assert 1 <= len(numbers) <= written
        for image in Image.objects.all():
            assert default_storage.exists(image.file.name), image.title


def test_a_file_that_was_lost_before_is_named(restored: System, tmp_path: Path, empty: New) -> None:
    with restored.connected():
        image = ImageFactory(title="Verloren")
        rendition = image.get_rendition("width-5")
        default_storage.delete(image.file.name)
        default_storage.delete(rendition.file.name)

        with pytest.raises(CommandError, match="complete, but 2 files") as failure:
            call_command("backup", str(tmp_path / "backups"))

        assert failure.value.returncode == 2
        found = contents.read(archive.find(tmp_path / "backups"))
        assert {file.table for file in found.missing} == {"core_image", "core_rendition"}
    with empty().connected():
        restore(archive.find(tmp_path / "backups"))
        assert Image.objects.filter(title="Verloren").exists()
        # Wagtail makes it anew if it does not know of one.
        assert not Rendition.objects.filter(file=rendition.file.name).exists()


def test_a_storage_without_a_name_is_no_silence(monkeypatch) -> None:
    field = Image._meta.get_field("file")
    monkeypatch.setattr(field, "storage", object())

    with pytest.raises(BackupError, match="STORAGES"):
        media.columns()
