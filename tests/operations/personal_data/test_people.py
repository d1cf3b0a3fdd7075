"""Contact persons, accounts and senders of forms: after their deletion nothing names them."""

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from core.models import ContactPerson
from home.models.contact import ContactPagePerson
from operations.accounts.throttling import username_kept
from operations.personal_data.people import erase_entries
from tests import factories
from tests.operations.personal_data.marks import MARK, PHONE, marked_files, marked_rows
from tests.people import signed_in
from tests.trees import reloaded, translated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")


def test_a_contact_person_who_is_deleted_is_named_nowhere(
    home, english_home, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        contact = factories.ContactPersonFactory(
            name=f"{MARK}name Person",
            role=f"{MARK}rolle",
            organisation=f"{MARK}organisation",
            email=f"{MARK}@example.org",
            phone=PHONE,
        )
        page = factories.ContactPageFactory(parent=home)
        page.contact_links.add(ContactPagePerson(contact=contact))
        page.save_revision().publish()
        translated(contact)
        log(instance=contact, action="wagtail.edit")
        log(instance=page, action="wagtail.edit", data={"who": contact.name})
    assert len({row.split(":")[0] for row in marked_rows()}) > 8
    manager = signed_in("managers")

    with django_capture_on_commit_callbacks(execute=True):
        page = reloaded(page)
        page.contact_links.all().delete()
        page.save_revision().publish()
        for one in ContactPerson.objects.order_by("-pk"):
            address = reverse("wagtailsnippets_core_contactperson:delete", args=[one.pk])
            assert manager.post(address).status_code == 302

    assert not (rows := marked_rows()), "\n".join(rows)


def test_an_account_that_is_deleted_leaves_its_number_in_the_histories(
    home, django_capture_on_commit_callbacks
) -> None:
    user = factories.UserFactory(
        username=f"{MARK}-konto",
        email=f"{MARK}@example.org",
        first_name=f"{MARK}vorname",
        last_name=f"{MARK}nachname",
        is_superuser=False,
    )
    signed_in(user)
    UserProfile.get_for_user(user).avatar.save(f"{MARK}.png", ContentFile(b"x"))
    with django_capture_on_commit_callbacks(execute=True):
        log(instance=home, action="wagtail.edit", user=user)
        log(instance=user, action="wagtail.edit", data={"was": user.get_full_name()})
        AccessAttempt.objects.create(
            username=username_kept(None, {"username": user.username}), failures_since_start=1
        )
        AccessLog.objects.create(username=user.username)
    assert marked_rows()
    pk = user.pk

    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("wagtailusers_users:delete", args=[pk])
        assert signed_in("administrator").post(address).status_code == 302

    assert not (rows := marked_rows()), "\n".join(rows)
    assert marked_files() == []
    assert not AccessAttempt.objects.exists()
    assert PageLogEntry.objects.filter(user_id=pk).exists()
    assert ModelLogEntry.objects.filter(object_id=str(pk), action="wagtail.delete").exists()


def test_entries_of_a_sender_are_deleted_and_no_others(home) -> None:
    page = factories.ContactPageFactory(parent=home)
    for address in ("max@example.org", "MAX@example.org", "other@example.org"):
        FormSubmission.objects.create(page=page, form_data={"wer": address, "was": "Frage"})

    assert erase_entries("max@example.org") == 2

    assert [entry.form_data["wer"] for entry in FormSubmission.objects.all()] == [
        "other@example.org"
    ]
