"""Publishing and expiry at the time that editors have set."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import PageLogEntry, Revision

from news.models import NewsPage
from operations.models import RefusedRevision
from operations.schedule import run_schedule
from operations.schedule.refusals import REFUSED
from pool.forms import CONSENT_MISSING
from tests import factories
from tests.trees import reloaded

pytestmark = pytest.mark.django_db

PAST = timedelta(minutes=-1)


@pytest.fixture
def editor():
    return factories.UserFactory(email="redaktion@example.org")


def scheduled(page, editor, **values) -> Revision:
    """A draft of the page whose time has come since it was scheduled."""
    for name, value in {"go_live_at": timezone.now() + timedelta(hours=1), **values}.items():
        setattr(page, name, value)
    revision = page.save_revision(user=editor, clean=False)
    revision.publish(user=editor, skip_permission_checks=True)
    return let_come(revision)


def let_come(revision: Revision) -> Revision:
    """Turn the clock: what was scheduled for later is due."""
    due = timezone.now() + PAST
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save()
    return revision


def broken(revision: Revision) -> Revision:
    """A revision that lacks what publishing needs."""
    revision.content["teaser"] = ""
    revision.save()
    return revision


@pytest.fixture
def draft(news) -> NewsPage:
    return factories.NewsPageFactory(parent=news, live=False)


def test_what_is_due_goes_live(draft, editor) -> None:
    scheduled(draft, editor, title="Endlich")

    outcome = run_schedule()

    assert outcome.done["publish"] == "1 published, 0 refused"
    page = reloaded(draft)
    assert (page.live, page.title) == (True, "Endlich")
    assert Client().get(page.url).status_code == 200
    assert mail.outbox == []


def test_what_is_not_due_waits(draft, editor) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=editor).publish(user=editor)

    run_schedule()

    assert not reloaded(draft).live


def test_what_has_expired_goes_offline(news, editor) -> None:
    page = factories.NewsPageFactory(parent=news, expire_at=timezone.now() + PAST)

    outcome = run_schedule()

    assert outcome.done["expire"] == "1 taken offline"
    page = reloaded(page)
    assert (page.live, page.expired) == (False, True)


def test_one_that_is_incomplete_does_not_stop_the_others_and_its_editor_is_told_once(
    news, draft, editor
) -> None:
    incomplete = broken(scheduled(draft, editor, title="Ohne Teaser"))
    other = factories.NewsPageFactory(parent=news, live=False)
    scheduled(other, editor)

    with translation.override("de"):
        outcome = run_schedule()
        again = run_schedule()

    assert outcome.done["publish"] == "1 published, 1 refused"
    assert again.done["publish"] == "0 published, 1 refused"
    assert reloaded(other).live
    assert not reloaded(draft).live
    [message] = mail.outbox
    assert message.to == ["redaktion@example.org"]
    assert message.subject == "Nicht veröffentlicht: Ohne Teaser"
    assert "Teaser" in message.body
    assert f"/admin/pages/{draft.pk}/edit/" in message.body
    entry = PageLogEntry.objects.get(action=REFUSED)
    assert "Ohne Teaser" not in entry.message
    assert RefusedRevision.objects.get().revision == incomplete


def test_it_goes_live_once_what_was_missing_is_there(draft, editor) -> None:
    revision = broken(scheduled(draft, editor))
    run_schedule()

    revision.content["teaser"] = "Nun mit Teaser."
    revision.save()
    run_schedule()

    assert reloaded(draft).live
    assert not RefusedRevision.objects.exists()


def test_an_error_that_nobody_foresaw_fails_the_job_and_is_not_tried_every_minute(
    news, draft, editor, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    scheduled(draft, editor)
    other = factories.NewsPageFactory(parent=news, live=False)
    scheduled(other, editor)
    tries: list[int] = []
    publish = NewsPage.publish

    def fail_for_one(page: NewsPage, revision: Revision, **kwargs) -> None:
        if page.pk == draft.pk:
            tries.append(page.pk)
            raise RuntimeError("disk full")
        publish(page, revision, **kwargs)

    monkeypatch.setattr(NewsPage, "publish", fail_for_one)

    assert run_schedule().failed == ["publish"]
    assert run_schedule().failed == []
    assert reloaded(other).live
    assert len(tries) == 1
    assert "disk full" in caplog.text
    assert len(mail.outbox) == 1
    assert "disk full" not in mail.outbox[0].body

    RefusedRevision.objects.update(tried_at=timezone.now() - RefusedRevision.RETRY_AFTER)
    monkeypatch.setattr(NewsPage, "publish", publish)
    run_schedule()
    assert reloaded(draft).live


def test_a_draft_whose_page_is_gone_does_not_stop_the_others(news, draft, editor) -> None:
    other = factories.NewsPageFactory(parent=news, live=False)
    orphan = scheduled(draft, editor)
    orphan.approved_go_live_at -= timedelta(minutes=1)  # its turn is first
    orphan.object_id = "999999"
    orphan.save()
    scheduled(other, editor)

    outcome = run_schedule()

    assert outcome.failed == ["publish"]
    assert reloaded(other).live


def test_a_profile_without_consent_does_not_go_live_until_there_is_one(directory, editor) -> None:
    profile = factories.AdvisorPageFactory(parent=directory, live=False)
    profile.go_live_at = timezone.now() + timedelta(hours=1)
    revision = profile.save_revision(user=editor)
    revision.publish()
    let_come(revision)

    run_schedule()

    assert not reloaded(profile).live
    assert str(CONSENT_MISSING) in mail.outbox[0].body

    factories.AdvisorConsentFactory(advisor=profile)
    run_schedule()

    assert reloaded(profile).live


def test_without_an_editor_those_who_may_publish_are_told(draft, editor) -> None:
    revision = broken(scheduled(draft, None))
    PageLogEntry.objects.all().delete()

    run_schedule()

    assert revision.user is None
    assert [message.to for message in mail.outbox] == [["redaktion@example.org"]]


def test_a_mail_server_that_is_down_stops_nothing(
    news, draft, editor, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    broken(scheduled(draft, editor))
    other = factories.NewsPageFactory(parent=news, live=False)
    scheduled(other, editor)

    def refuse(*args, **kwargs) -> None:
        raise ConnectionRefusedError("no mail today")

    monkeypatch.setattr("operations.schedule.mails.send_mail", refuse)

    assert run_schedule().failed == []
    assert reloaded(other).live
    assert "no mail today" in caplog.text


def test_the_command_of_wagtail_asks_for_consent_too(directory, editor, capsys) -> None:
    profile = factories.AdvisorPageFactory(parent=directory, live=False)
    profile.go_live_at = timezone.now() + timedelta(hours=1)
    revision = profile.save_revision(user=editor)
    revision.publish()
    let_come(revision)

    call_command("publish_scheduled")

    assert not reloaded(profile).live
    assert "0 published, 1 refused" in capsys.readouterr().out
