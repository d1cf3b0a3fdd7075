"""From a running site to an empty system: the same pages, the same answers, the same files."""

import stat
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page

from core.models import User
from delivery.changes.settling import settle
from home.models import ContactPage
from operations.backup import archive, contents
from operations.backup.errors import BackupError
from operations.backup.restoring import restore
from operations.schedule import run_schedule
from tests.operations.backup.systems import System, files_of, shown

New = Callable[[], System]


def said(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def test_an_encrypted_backup_becomes_the_same_site(
    source: System, encrypted_backup: Path, identity: Path, empty: New
) -> None:
    with source.connected():
        before = shown()
        epoch = settle().epoch
    system = empty()

    with system.connected():
        table = said("restore", encrypted_backup.parent, "--identity", identity)

        after = shown()
        assert after == before
        assert settle().epoch != epoch
        assert not run_schedule().failed
    assert files_of(system.media) == files_of(source.media)
    assert "core_user" in table
    assert "0 entries of the ledger are newer" in table


def test_restored_rows_get_new_numbers(restored: System) -> None:
    with restored.connected():
        form = ContactPage.objects.get()
        former = FormSubmission.objects.get().pk

        entry = FormSubmission.objects.create(page=form, form_data={})
        assert entry.pk > former
        page = Page.objects.get(pk=form.pk).copy(update_attrs={"slug": "noch-eine"})
        assert page.pk > form.pk


def test_nobody_is_signed_in_and_nothing_is_remembered(
    source: System, plain_backup: Path, empty: New
) -> None:
    with source.connected():
        assert Session.objects.exists()
    system = empty()
    with system.connected():
        cache.set("key", "from before")
        restore(archive.find(plain_backup))

        assert not Session.objects.exists()
        assert cache.get("key") is None
        assert User.objects.get(username="redaktion").check_password("password")


def test_consumers_of_the_record_of_changes_start_anew(source: System, restored: System) -> None:
    with source.connected():
        cursor = Client().get("/api/v2/changes/").json()["cursor"]
        assert Client().get("/api/v2/changes/", {"since": cursor}).status_code == 200

    with restored.connected():
        assert Client().get("/api/v2/changes/", {"since": cursor}).status_code == 410
        cursor = Client().get("/api/v2/changes/").json()["cursor"]
        assert Client().get("/api/v2/changes/", {"since": cursor}).json()["items"] == []


def test_the_schedule_deletes_again_what_was_deleted_by_time(restored: System) -> None:
    with restored.connected():
        entry = FormSubmission.objects.get()
        entry.submit_time = timezone.now() - timedelta(days=31)
        entry.save()

        assert not run_schedule().failed

        assert not FormSubmission.objects.exists()
    assert not restored.ledger.exists()  # nobody asked for it: time did


def test_only_the_owner_reads_a_backup(plain_backup: Path) -> None:
    assert stat.S_IMODE(plain_backup.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in plain_backup.iterdir()} == {0o600}


def test_an_encrypted_backup_shows_nothing_of_its_content(encrypted_backup: Path) -> None:
    names = sorted(file.name for file in encrypted_backup.iterdir())
    assert [name for name in names if not name.endswith(".age")] == ["manifest.json"]
    everything = b"".join(files_of(encrypted_backup).values())
    for text in (b"Erster", b"SQLite format", b"PGDMP", b"Mustermann", b"core_user"):
        assert text not in everything


def test_the_contents_say_what_is_in_it_and_not_where_it_was(
    plain_backup: Path, source: System
) -> None:
    found = contents.read(archive.Reader(plain_backup))

    assert found.tables["pool_advisorpage"] == 1
    assert ("pool", "0001_initial") in found.migrations
    assert set(found.versions) > {"python", "django", "wagtail"}
    assert found.files == len(files_of(source.media))
    assert found.missing == []
    text = (plain_backup / "contents.json").read_text()
    assert str(source.folder) not in text


# --- Refusals -----------------------------------------------------------------------------------


def test_a_system_that_has_tables_is_left_alone(plain_backup: Path, restored: System) -> None:
    with restored.connected():
        before = Page.objects.count()

        with pytest.raises(CommandError, match=r"not empty.*Nothing was restored"):
            said("restore", plain_backup)

        assert Page.objects.count() == before


def test_media_that_are_there_are_left_alone(plain_backup: Path, empty: New) -> None:
    system = empty()
    (system.media / "images").mkdir(parents=True)
    (system.media / "images" / "mine.png").write_text("mine")

    with system.connected(), pytest.raises(BackupError, match="move them away"):
        restore(archive.find(plain_backup))

    assert set(files_of(system.media)) == {"images/mine.png"}


def test_without_the_key_nothing_is_restored(encrypted_backup: Path, empty: New) -> None:
    with empty().connected(), pytest.raises(BackupError, match="--identity"):
        restore(archive.find(encrypted_backup))


def test_a_failure_in_the_middle_leaves_the_system_empty(
    plain_backup: Path, empty: New, monkeypatch
) -> None:
    def fail(*arguments: object) -> None:
        raise BackupError("stopped")

    monkeypatch.setattr("operations.backup.following.begin_anew", fail)
    system = empty()

    with system.connected():
        with pytest.raises(BackupError, match="stopped"):
            restore(archive.find(plain_backup))
        assert files_of(system.media) == {}

        monkeypatch.undo()
        assert restore(archive.find(plain_backup)).undone == []


def test_what_is_derived_may_fail_and_is_named(plain_backup: Path, empty: New, monkeypatch) -> None:
    monkeypatch.setattr("operations.backup.following.REBUILDING", ("update_index", "nonsense"))

    with empty().connected(), pytest.raises(CommandError, match=r"All is restored.*nonsense"):
        said("restore", plain_backup)
