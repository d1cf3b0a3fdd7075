"""Withdrawals and deleted profiles stand in the ledger, and are done again after a restore."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import ledger
from core.ledger import Entry, LedgerError
from core.visibility import is_visible
from pool import withdrawals
from pool.models import AdvisorConsent, AdvisorPage
from tests.factories import AdvisorConsentFactory, AdvisorPageFactory
from tests.trees import in_english, reloaded


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture
def advisor(directory, english_directory) -> AdvisorPage:
    advisor = AdvisorPageFactory(parent=directory)
    AdvisorConsentFactory(advisor=advisor)
    in_english(advisor)
    return reloaded(advisor)


def entry_for(advisor: AdvisorPage, kind: str = withdrawals.KIND) -> Entry:
    return Entry(datetime.now(UTC), kind, (str(advisor.translation_key),))


def test_a_withdrawal_is_in_the_ledger_without_a_name(advisor, folder) -> None:
    AdvisorConsentFactory(advisor=advisor, withdrawn_on=timezone.localdate())

    [entry] = ledger.entries()
    assert (entry.kind, entry.keys) == (withdrawals.KIND, (str(advisor.translation_key),))
    [file] = folder.iterdir()
    assert advisor.last_name not in file.read_text()


def test_without_the_ledger_there_is_no_withdrawal(advisor, settings, folder) -> None:
    folder.write_text("a file where a folder should be")

    with pytest.raises(LedgerError):
        AdvisorConsentFactory(advisor=advisor, withdrawn_on=timezone.localdate())


def test_a_withdrawal_is_done_again_once(advisor) -> None:
    entry = entry_for(advisor)

    assert ledger.redo(entry)
    assert not is_visible(advisor)
    assert AdvisorConsent.objects.latest().get().withdrawn_on == timezone.localdate(entry.at)
    assert not ledger.redo(entry)
    assert ledger.entries() == []


def test_a_consent_given_after_the_withdrawal_counts(advisor) -> None:
    entry = Entry(datetime.now(UTC) - timedelta(minutes=5), *_named(advisor))

    assert not ledger.redo(entry)
    assert is_visible(advisor)


def test_a_profile_that_is_not_there_needs_no_withdrawal(directory) -> None:
    entry = Entry(datetime.now(UTC), withdrawals.KIND, ("4d0c61d2-5b7e-4a55-9f0e-000000000000",))

    assert not ledger.redo(entry)


def test_a_deleted_profile_is_deleted_again_in_all_languages(advisor) -> None:
    entry = entry_for(advisor, withdrawals.DELETED)

    assert ledger.redo(entry)
    assert not AdvisorPage.objects.exists()
    assert not ledger.redo(entry)


def test_a_profile_counts_as_deleted_when_its_last_language_is(advisor) -> None:
    key = str(advisor.translation_key)
    reloaded(advisor).get_translations().get().delete()
    assert ledger.entries() == []

    reloaded(advisor).delete()

    assert [(e.kind, e.keys) for e in ledger.entries()] == [(withdrawals.DELETED, (key,))]


def _named(advisor: AdvisorPage) -> tuple[str, tuple[str, ...]]:
    return withdrawals.KIND, (str(advisor.translation_key),)
