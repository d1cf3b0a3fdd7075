"""What was withdrawn or deleted for good is written down outside the database."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.http import HttpRequest

from core import ledger
from core.ledger import Entry, LedgerError
from core.refusals import RefusedPublishingMiddleware
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


def test_an_entry_is_a_file_that_only_the_owner_reads(folder: Path) -> None:
    ledger.record("consent-withdrawn", "4d0c")

    [file] = folder.iterdir()
    assert json.loads(file.read_text()) == {
        "at": ledger.entries()[0].at.isoformat(),
        "kind": "consent-withdrawn",
        "keys": ["4d0c"],
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_entries_come_in_the_order_of_time() -> None:
    for key in range(3):
        ledger.record("a", key)

    assert [entry.keys for entry in ledger.entries()] == [("0",), ("1",), ("2",)]


def test_nothing_was_ever_recorded() -> None:
    assert ledger.entries() == []


def test_an_entry_is_on_the_disk_before_record_returns(monkeypatch) -> None:
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptor))

    ledger.record("a", 1)

    assert len(synced) == 2  # the file, and the folder that names it


def test_a_ledger_that_cannot_be_written_lets_the_transaction_fail(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    settings.PRIVACY_LEDGER = str(tmp_path / "file" / "ledger")

    with pytest.raises(LedgerError, match="PRIVACY_LEDGER"):
        ledger.record("a", 1)


def test_what_is_deleted_in_one_transaction_is_one_entry(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for key in (1, 2, 1):
            ledger.record_on_commit("deleted", key)
        ledger.record_on_commit("other", 3)
        assert ledger.entries() == []

    assert [(e.kind, e.keys) for e in ledger.entries()] == [
        ("deleted", ("1", "2")),
        ("other", ("3",)),
    ]


def test_what_is_rolled_back_is_not_recorded(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        ledger.record_on_commit("deleted", 1)
        with transaction.atomic():
            ledger.record_on_commit("deleted", 2)
            transaction.set_rollback(True)

    assert [entry.keys for entry in ledger.entries()] == [("1",)]


def test_silence_records_nothing() -> None:
    with ledger.silent():
        ledger.record("a", 1)
        ledger.record_on_commit("a", 1)

    assert ledger.entries() == []


def test_what_is_done_again_is_not_recorded_again(monkeypatch) -> None:
    monkeypatch.setattr(ledger, "_redoes", {})
    done = []

    @ledger.redoes("a")
    def again(entry: Entry) -> bool:
        ledger.record("a", *entry.keys)
        done.append(entry.keys)
        return True

    assert ledger.redo(Entry(datetime.now(UTC), "a", ("1",)))
    assert done == [("1",)]
    assert ledger.entries() == []


def test_an_unknown_kind_is_no_silence() -> None:
    with pytest.raises(LedgerError, match="unheard"):
        ledger.redo(Entry(datetime.now(UTC), "unheard", ("1",)))


def test_a_copy_is_read_from_a_folder_or_from_lines_and_added_once(folder, tmp_path) -> None:
    ledger.record("a", 1)
    ledger.record("b", 2, 3)
    here = ledger.entries()
    lines = tmp_path / "ledger.jsonl"
    lines.write_text("".join(f"{entry.as_line()}\n" for entry in here))

    assert ledger.read(lines) == ledger.read(folder) == here
    assert ledger.add(here) == 0
    for file in folder.iterdir():
        file.unlink()
    assert ledger.add(here) == 2
    assert ledger.entries() == here


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"at": "x", "kind": "a", "keys": []}', "{"])
def test_a_damaged_entry_is_named(folder, line) -> None:
    folder.mkdir()
    (folder / "20261122T104119.000000-0.json").write_text(line)

    with pytest.raises(LedgerError, match=r"20261122T104119\.000000-0\.json"):
        ledger.entries()


def test_an_editor_is_told_why_nothing_was_erased(rf, settings, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    settings.PRIVACY_LEDGER = str(tmp_path / "file" / "ledger")
    request = rf.post("/admin/consents/new/?next=x")
    request.user, request.resolver_match = UserFactory.build(), None
    request._messages = CookieStorage(request)

    def erase(request: HttpRequest) -> None:
        ledger.record("a", 1)

    middleware = RefusedPublishingMiddleware(erase)
    with pytest.raises(LedgerError) as problem:
        middleware(request)
    answer = middleware.process_exception(request, problem.value)

    assert answer.url == "/admin/consents/new/?next=x"
    assert ["PRIVACY_LEDGER" in str(message) for message in request._messages] == [True]


def test_a_bucket_is_opened_with_the_keys_of_the_uploads(settings) -> None:
    settings.PRIVACY_LEDGER = "s3://evidence/site/ledger"
    options = {"bucket_name": "uploads", "endpoint_url": "https://s3.example.org"}
    s3 = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": s3}

    storage = ledger._storage()

    assert (storage.bucket_name, storage.location) == ("evidence", "site/ledger")
    assert storage.endpoint_url == "https://s3.example.org"
