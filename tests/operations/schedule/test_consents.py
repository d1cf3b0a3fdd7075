"""The end of consents: profiles go offline in all languages, publishers are told in time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from operations.models import ConsentNotice
from operations.schedule import consents
from tests import factories
from tests.people import person
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(directory):
    return factories.AdvisorPageFactory(parent=directory, title="Beraterin aus Köln")


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_a_profile_whose_consent_ended_is_taken_offline_in_all_languages(
    profile, english_directory
) -> None:
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(5))
    english = in_english(profile)
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(-1))

    assert consents.take_offline() == "2 profiles taken offline"

    for page in (reloaded(profile), reloaded(english)):
        assert (page.live, page.expired) == (False, True)


def test_a_profile_with_consent_stays(profile) -> None:
    factories.AdvisorConsentFactory(advisor=profile)

    assert consents.take_offline() == "0 profiles taken offline"
    assert reloaded(profile).live


def test_one_that_cannot_be_taken_offline_does_not_keep_the_others(
    directory, profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.AdvisorPageFactory(parent=directory)
    unpublish = type(profile).unpublish

    def fail_for_one(page, **kwargs) -> None:
        if page.pk == profile.pk:
            raise RuntimeError("disk full")
        unpublish(page, **kwargs)

    monkeypatch.setattr(type(profile), "unpublish", fail_for_one)

    with pytest.raises(consents.JobError, match=str(profile.pk)):
        consents.take_offline()
    assert not reloaded(other).live


@pytest.mark.parametrize(("days", "mentioned"), [(61, []), (60, [60]), (8, [60]), (7, [7])])
def test_an_end_is_mentioned_sixty_and_seven_days_before(profile, days, mentioned) -> None:
    person("publishers", email="freigabe@example.org")
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(days))

    consents.mention_ends()

    assert list(ConsentNotice.objects.values_list("days", flat=True)) == mentioned
    assert [message.to for message in mail.outbox] == [["freigabe@example.org"]] * len(mentioned)


def test_it_is_mentioned_once(profile) -> None:
    person("publishers")
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(30))

    assert consents.mention_ends() == "1 consents mentioned"
    assert consents.mention_ends() == "0 consents mentioned"

    [message] = mail.outbox
    assert message.subject == "Einwilligungen von Beraterinnen und Beratern enden bald"
    assert "Beraterin aus Köln" in message.body
    assert f"/admin/pages/{profile.pk}/edit/" in message.body


def test_editors_of_a_state_are_not_told(profile) -> None:
    person("editors-nw", email="nrw@example.org")
    factories.UserFactory(email="admin@example.org")
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(30))

    consents.mention_ends()

    assert [message.to for message in mail.outbox] == [["admin@example.org"]]


def test_a_profile_that_is_not_published_is_not_mentioned(profile) -> None:
    person("publishers")
    factories.AdvisorConsentFactory(advisor=profile, valid_until=in_days(30))
    reloaded(profile).unpublish()

    assert consents.mention_ends() == "0 consents mentioned"
