"""What follows from a restore: nothing erased comes back, nothing old goes on."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.forms.models import FormSubmission

from core import ledger
from core.ledger import Entry
from core.models import Image, User
from core.visibility import is_visible
from delivery.changes.settling import settle
from delivery.webhooks.models import WebhookDelivery, WebhookEndpoint
from delivery.webhooks.tasks import look_for_changes
from operations.backup import archive
from operations.backup.backing_up import back_up
from operations.backup.following import BEFORE, NotDoneAgainError, erase_again
from operations.backup.restoring import restore
from operations.models import QueuedMail
from operations.schedule import run_schedule
from pool.models import AdvisorConsent, AdvisorPage
from tests.factories import AdvisorConsentFactory, ImageFactory
from tests.operations.backup.systems import USERNAME, System, files_of

New = Callable[[], System]
IN_MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.fixture
def erased_since(restored: System, tmp_path: Path) -> Path:
    """A backup, and a ledger that has grown since: a withdrawal, an account, an entry of a form."""
    with restored.connected():
        WebhookEndpoint.objects.create(name="App", address="https://app.example.org")
        folder = back_up(tmp_path / "backups").folder
        AdvisorConsentFactory(advisor=AdvisorPage.objects.get(), withdrawn_on=timezone.localdate())
        User.objects.get(username=USERNAME).delete()
        FormSubmission.objects.get().delete()
        assert {entry.kind for entry in ledger.entries()} == {"consent-withdrawn", "deleted"}
    return folder


def said(command: str, *arguments: object) -> str:
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def test_what_was_erased_since_the_backup_is_erased_again(
    restored: System, erased_since: Path, empty: New
) -> None:
    system = empty()
    with system.connected():
        text = said("restore", erased_since, "--ledger", restored.ledger)

        advisor = AdvisorPage.objects.get()
        assert AdvisorConsent.objects.latest().get().withdrawn_on
        assert not is_visible(advisor)
        listed = Client().get("/api/v2/pages/", {"type": "pool.AdvisorPage"}).json()
        assert listed["items"] == []
        assert not User.objects.filter(username=USERNAME).exists()
        assert not FormSubmission.objects.exists()
        settle()
        told = set(WebhookDelivery.objects.values_list("event", flat=True))
        assert "page.removed" in told
        with restored.connected():
            entries = ledger.entries()
        assert len(entries) == 3
    with system.connected():
        assert ledger.entries() == entries  # this system's own goes on from here
    assert "3 entries of the ledger are newer than the backup; 3 were done again" in text
    assert "Mustermann" not in text


def test_the_ledger_that_is_already_there_is_asked(
    restored: System, erased_since: Path, empty: New
) -> None:
    """The database is lost, the ledger's disk is not."""
    system = empty()
    shutil.copytree(restored.ledger, system.ledger)

    with system.connected():
        said("restore", erased_since)

        assert not is_visible(AdvisorPage.objects.get())
        assert len(ledger.entries()) == 3


def test_deletions_can_be_left_out_withdrawals_cannot(
    restored: System, erased_since: Path, empty: New
) -> None:
    with empty().connected():
        text = said("restore", erased_since, "--ledger", restored.ledger, "--keep-deleted")

        assert User.objects.filter(username=USERNAME).exists()
        assert FormSubmission.objects.exists()
        assert not is_visible(AdvisorPage.objects.get())
    assert "2 deletions of the ledger were left out" in text


def test_a_consent_that_was_given_after_a_withdrawal_stays(
    restored: System, tmp_path: Path, empty: New
) -> None:
    with restored.connected():
        advisor = AdvisorPage.objects.get()
        AdvisorConsentFactory(advisor=advisor, withdrawn_on=timezone.localdate())
        advisor = AdvisorPage.objects.get()  # as empty as the withdrawal has left it
        advisor.title, advisor.first_name, advisor.last_name = "Wieder da", "Ada", "Beispiel"
        AdvisorConsentFactory(advisor=advisor)
        advisor.save_revision().publish()
        assert is_visible(AdvisorPage.objects.get())
        folder = back_up(tmp_path / "backups").folder
    with empty().connected():
        restore(archive.find(folder))

        assert is_visible(AdvisorPage.objects.get())
        assert len(ledger.entries()) == 1  # it came with the backup


@pytest.mark.parametrize(
    ("kind", "key", "sentence"),
    [
        ("unheard", "1", "unheard"),
        ("deleted", "wagtailcore.Page:1", r"wagtailcore\.Page:1"),
    ],
)
def test_an_entry_that_nobody_can_do_again_stops_the_restore(
    plain_backup: Path, tmp_path: Path, empty: New, kind: str, key: str, sentence: str
) -> None:
    lines = tmp_path / "ledger.jsonl"
    lines.write_text(Entry(datetime.now(UTC), kind, (key,)).as_line())
    system = empty()

    with system.connected(), pytest.raises(CommandError, match=rf"{sentence}.*Nothing was"):
        said("restore", plain_backup, "--ledger", lines)
    assert files_of(system.media) == {}


def test_a_ledger_that_cannot_be_read_stops_the_restore(
    plain_backup: Path, tmp_path: Path, empty: New
) -> None:
    with empty().connected(), pytest.raises(CommandError, match=r"cannot be read.*Nothing was"):
        said("restore", plain_backup, "--ledger", tmp_path / "nowhere")


def test_nothing_that_waited_goes_out(restored: System, tmp_path: Path, empty: New) -> None:
    with restored.connected():
        look_for_changes.enqueue()
        endpoint = WebhookEndpoint.objects.create(
            name="App", address="https://app.example.org", wakes_at=timezone.now()
        )
        WebhookDelivery.objects.create(endpoint=endpoint, event="page.published", body="{}")
        QueuedMail.objects.create(subject="Neue Nachricht", recipients=["a@example.org"])
        folder = back_up(tmp_path / "backups").folder
    with empty().connected():
        notes = restore(archive.find(folder)).notes

        assert WebhookDelivery.objects.get().state == WebhookDelivery.State.GIVEN_UP
        assert WebhookEndpoint.objects.get().wakes_at is None
        assert QueuedMail.objects.get().state == QueuedMail.State.GIVEN_UP
        before = DBTaskResult.objects.filter(enqueued_at__lt=archive.Reader(folder).taken_at)
        assert {task.status for task in before} == {"FAILED"}
        error = before.first().task_result.errors[0]
        assert error.exception_class is NotDoneAgainError
    assert any("background tasks waited" in note for note in notes)
    assert any("1 deliveries of webhooks waited" in note for note in notes)
    assert any("1 mails waited" in note for note in notes)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    restored: System, tmp_path: Path, empty: New
) -> None:
    with restored.connected():
        newer = {label for label in applied() if label[0] == "operations"}
        call_command("migrate", "operations", "zero", verbosity=0)
        assert not newer & applied()
        folder = back_up(tmp_path / "backups").folder
    with empty().connected():
        done = restore(archive.find(folder))

        assert set(done.migrated) == {f"{app}.{name}" for app, name in newer}
        assert newer <= applied()
        assert not run_schedule().failed


def test_media_go_through_the_storage_wherever_they_are(
    restored: System, tmp_path: Path, empty: New, settings
) -> None:
    places = {**settings.STORAGES, "default": IN_MEMORY}
    with restored.connected(), override_settings(STORAGES=places):
        ImageFactory(title="Anderswo", file__filename="anderswo.png")
        with pytest.raises(CommandError, match="complete, but"):  # the others are not there
            said("backup", tmp_path / "backups")
    with empty().connected(), override_settings(STORAGES=places):
        restore(archive.find(tmp_path / "backups"))

        image = Image.objects.get(title="Anderswo")
        assert storages["default"].exists(image.file.name)
        assert image.file.read().startswith(b"\x89PNG")


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_the_ledger_counts_from_shortly_before_the_backup() -> None:
    taken_at = timezone.now()
    old = Entry(taken_at - BEFORE - timedelta(seconds=1), "unheard", ("1",))

    [note] = erase_again([old], taken_at, keep_deleted=False)

    assert note.startswith("0 entries of the ledger are newer than the backup; 0 were done again.")
