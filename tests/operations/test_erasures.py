"""Accounts, entries of forms and contact persons that are deleted stand in the ledger."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from core import ledger
from core.models import ContactPerson, User
from operations import erasures
from operations.schedule.retention import delete_form_entries
from tests.factories import ContactPageFactory, ContactPersonFactory, TopicFactory, UserFactory
from tests.trees import fresh_cache, home

__all__ = ["fresh_cache", "home"]


@pytest.fixture(autouse=True)
def _ledger(tmp_path, settings) -> None:
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")


def keys() -> list[tuple[str, ...]]:
    return [entry.keys for entry in ledger.entries()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "label"),
    [(UserFactory, "core.User"), (ContactPersonFactory, "core.ContactPerson")],
)
def test_a_deletion_is_recorded_and_done_again(
    factory, label, django_capture_on_commit_callbacks
) -> None:
    kept, gone = factory(), factory()
    pk = gone.pk
    with django_capture_on_commit_callbacks(execute=True):
        gone.delete()

    [entry] = ledger.entries()
    assert (entry.kind, entry.keys) == (erasures.KIND, (f"{label}:{pk}",))
    assert not ledger.redo(entry)
    again = factory(pk=pk)
    assert ledger.redo(entry)
    model = type(again)
    assert set(model.objects.values_list("pk", flat=True)) == {kept.pk}


@pytest.mark.django_db
def test_other_objects_are_not_recorded(django_capture_on_commit_callbacks) -> None:
    topic = TopicFactory()
    with django_capture_on_commit_callbacks(execute=True):
        topic.delete()

    assert keys() == []


def test_entries_deleted_by_somebody_are_recorded_together(
    home, django_capture_on_commit_callbacks
) -> None:
    page = ContactPageFactory(parent=home)
    pks = [FormSubmission.objects.create(page=page, form_data={}).pk for __ in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        FormSubmission.objects.filter(pk__in=pks).delete()

    assert [set(found) for found in keys()] == [{f"wagtailforms.FormSubmission:{pk}" for pk in pks}]


def test_entries_deleted_by_time_are_not_recorded(home, django_capture_on_commit_callbacks) -> None:
    page = ContactPageFactory(parent=home, retention_days=30)
    entry = FormSubmission.objects.create(page=page, form_data={})
    entry.submit_time = timezone.now() - timedelta(days=31)
    entry.save()

    with django_capture_on_commit_callbacks(execute=True):
        assert delete_form_entries() == "1 form entries deleted"

    assert keys() == []


def test_the_names_of_the_models_are_theirs() -> None:
    labels = {model._meta.label for model in (ContactPerson, FormSubmission, User)}
    assert labels == erasures.LASTING
