"""What was promised to be kept for a time only is deleted after it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from editing.models import SpreadsheetUpload
from operations.schedule import retention
from tests import factories

pytestmark = pytest.mark.django_db


def entry(page, age: timedelta) -> FormSubmission:
    submission = FormSubmission.objects.create(page=page, form_data={"email": "max@example.org"})
    submission.submit_time = timezone.now() - age
    submission.save()
    return submission


def test_entries_are_deleted_after_the_days_that_their_page_says(home) -> None:
    short = factories.ContactPageFactory(parent=home, slug="kurz", retention_days=10)
    long = factories.ContactPageFactory(parent=home, slug="lang", retention_days=30)
    kept = [entry(short, timedelta(days=9)), entry(long, timedelta(days=29))]
    entry(short, timedelta(days=11))
    entry(long, timedelta(days=31))

    assert retention.delete_form_entries() == "2 form entries deleted"
    assert set(FormSubmission.objects.all()) == set(kept)


def test_sessions_that_have_ended_are_deleted(client) -> None:
    client.force_login(factories.UserFactory())
    ended = Session.objects.create(
        session_key="ended", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )

    retention.delete_sessions()

    assert not Session.objects.filter(pk=ended.pk).exists()
    assert Session.objects.count() == 1


def test_nothing_is_printed_that_a_timer_would_mail(capsys) -> None:
    assert retention.delete_deliveries() == "Deleted: 0 deliveries, 0 previews."
    assert capsys.readouterr().out == ""


def test_spreadsheets_that_nobody_confirmed_are_deleted_after_a_day() -> None:
    user = factories.UserFactory()
    for hours in (23, 25):
        moment = timezone.now() - timedelta(hours=hours)
        SpreadsheetUpload.objects.create(user=user, name=str(hours), uploaded_at=moment)

    assert retention.delete_uploads() == "1 uploads deleted"
    assert [upload.name for upload in SpreadsheetUpload.objects.all()] == ["23"]
