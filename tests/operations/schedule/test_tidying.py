"""What histories keep is deleted after the days that the settings say; the clock is moved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from operations.schedule import consents, retention, tidying
from operations.schedule.jobs import JOBS
from tests import factories
from tests.operations.schedule.test_retention import entry
from tests.people import person
from tests.trees import reloaded

pytestmark = pytest.mark.django_db
Later = Callable[[int], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Go so many days on: everything asks Django for the time."""
    now = timezone.now

    def go(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))

    return go


def test_entries_of_forms_go_after_the_days_of_their_page(home, later: Later) -> None:
    page = factories.ContactPageFactory(parent=home, retention_days=90)
    entry(page, timedelta(0))

    later(89)
    assert retention.delete_form_entries() == "0 form entries deleted"
    later(91)
    assert retention.delete_form_entries() == "1 form entries deleted"


def test_earlier_versions_go_after_two_years_and_the_newest_stays(home, later: Later) -> None:
    page = factories.ContentPageFactory(parent=home)
    page.save_revision().publish()
    newest = reloaded(page).save_revision()

    later(729)
    assert tidying.delete_versions() == "0 versions deleted"
    later(731)
    assert tidying.delete_versions() == "1 versions deleted"
    assert list(Revision.objects.all()) == [newest]


def test_histories_go_after_three_years(home, later: Later) -> None:
    log(instance=home, action="wagtail.edit")
    log(instance=factories.UserFactory(), action="wagtail.edit")

    later(1094)
    tidying.delete_history()
    assert PageLogEntry.objects.exists()
    assert ModelLogEntry.objects.exists()
    later(1096)
    tidying.delete_history()
    assert not PageLogEntry.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_records_of_signing_in_go_after_ninety_days(later: Later) -> None:
    if not apps.is_installed("axes"):
        assert tidying.delete_sign_ins() == "nothing is recorded"
        return
    model = apps.get_model("axes", "AccessLog")
    model.objects.create(username="ada", user_agent="", path_info="/admin/")

    later(89)
    tidying.delete_sign_ins()
    assert model.objects.exists()
    later(91)
    tidying.delete_sign_ins()
    assert not model.objects.exists()


def test_what_was_typed_and_never_saved_goes_after_a_day(home, later: Later) -> None:
    user = factories.UserFactory()
    now = timezone.now()
    FormState.objects.update_or_create_by_instance(
        home, user=user, defaults={"data": "title=Entwurf", "last_updated_at": now}
    )
    EditingSession.objects.create(user=user, content_object=home, last_seen_at=now)

    later(2)

    assert tidying.delete_unsaved() == "1 unsaved forms deleted"
    assert not EditingSession.objects.exists()


def test_profiles_without_consent_are_mentioned_after_ninety_days(directory, later: Later) -> None:
    person("publishers", email="freigabe@example.org")
    until = timezone.localdate() + timedelta(days=1)
    ended = factories.AdvisorPageFactory(parent=directory, title="Abgelaufen")
    factories.AdvisorConsentFactory(advisor=ended, valid_until=until)
    draft = factories.AdvisorPageFactory(parent=directory, title="Entwurf", live=False)
    draft.save_revision()
    factories.AdvisorConsentFactory(advisor=factories.AdvisorPageFactory(parent=directory))

    later(60)
    assert tidying.mention_profiles_without_consent() == "0 profiles mentioned"
    later(100)
    assert tidying.mention_profiles_without_consent() == "2 profiles mentioned"

    [message] = mail.outbox
    assert message.to == ["freigabe@example.org"]
    assert "Abgelaufen" in message.body
    assert "Entwurf" in message.body
    assert reloaded(ended).last_name == "Mustermann", "nothing is deleted by itself"


def test_the_end_of_a_consent_hides_and_deletes_nothing(directory, later: Later) -> None:
    page = factories.AdvisorPageFactory(parent=directory)
    until = timezone.localdate() + timedelta(days=1)
    factories.AdvisorConsentFactory(advisor=page, valid_until=until)

    later(3)
    consents.take_offline()

    assert not reloaded(page).live
    assert reloaded(page).last_name == "Mustermann"


def test_the_schedule_calls_all_of_it() -> None:
    called = {job.run for job in JOBS}

    assert called >= {
        tidying.delete_versions,
        tidying.delete_history,
        tidying.delete_sign_ins,
        tidying.delete_unsaved,
        tidying.mention_profiles_without_consent,
        retention.delete_files,
    }
