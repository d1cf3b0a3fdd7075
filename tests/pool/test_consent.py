"""The consent of an advisor: only added, in force by date, and what follows from its end."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.utils import timezone
from wagtail.models import Page

from core.visibility import is_published, is_visible
from pool.models import AdvisorConsent, AdvisorPage, Scope
from pool.models.consent_texts import checksum
from tests import factories
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db

TODAY = date(2019, 6, 15)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def advisor(directory) -> AdvisorPage:
    return factories.AdvisorPageFactory(parent=directory)


def consent_of(advisor: AdvisorPage, **values) -> AdvisorConsent:
    return factories.AdvisorConsentFactory(advisor=advisor, **values)


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


# --- Records are only added -----------------------------------------------------------------------


def test_a_record_cannot_be_changed(advisor) -> None:
    consent = consent_of(advisor, scopes=[Scope.CITY])
    consent.shows_name = True

    with pytest.raises(TypeError, match="only added"):
        consent.save()

    assert AdvisorConsent.objects.get().scopes == {Scope.CITY}


def test_records_cannot_be_changed_together(advisor) -> None:
    consent = consent_of(advisor, scopes=[Scope.CITY])
    consent.shows_name = True

    with pytest.raises(TypeError, match="only added"):
        AdvisorConsent.objects.update(shows_name=True)
    with pytest.raises(TypeError, match="only added"):
        AdvisorConsent.objects.filter(pk=consent.pk).update(shows_name=True)
    with pytest.raises(TypeError, match="only added"):
        AdvisorConsent.objects.bulk_update([consent], ["shows_name"])

    assert AdvisorConsent.objects.get().scopes == {Scope.CITY}


def test_a_record_cannot_be_deleted(advisor) -> None:
    consent = consent_of(advisor)

    with pytest.raises(TypeError, match="only added"):
        consent.delete()
    with pytest.raises(TypeError, match="only added"):
        AdvisorConsent.objects.all().delete()

    assert AdvisorConsent.objects.count() == 1


@pytest.mark.parametrize("table", ["pool_advisorconsent", "pool_consenttext"])
def test_the_database_itself_refuses_changes(advisor, table) -> None:
    factories.ConsentTextFactory(version="2016-1")
    consent_of(advisor)

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="only added"):
        cursor.execute(f"UPDATE {table} SET recorded_at = recorded_at")  # noqa: S608


def test_a_consent_keeps_the_checksum_of_the_text_that_was_signed(advisor) -> None:
    text = factories.ConsentTextFactory(version="2016-1", text_de="Ja.\r\nSo ist es.\n")

    assert consent_of(advisor, text_version="2016-1").text_checksum == text.checksum
    assert text.checksum == checksum("Ja.\nSo ist es.", text.text_en)
    assert consent_of(advisor, text_version="2010-1").text_checksum == ""


def test_a_consent_text_is_not_changed_but_followed_by_another() -> None:
    text = factories.ConsentTextFactory()
    text.text_de = "Anders."

    with pytest.raises(TypeError, match="only added"):
        text.save()
    with pytest.raises(TypeError, match="only added"):
        text.delete()


def test_the_account_of_who_recorded_it_can_be_deleted(advisor) -> None:
    user = factories.UserFactory()
    consent = consent_of(advisor, recorded_by=user)
    pk = user.pk

    user.delete()

    assert AdvisorConsent.objects.get(pk=consent.pk).recorded_by_id == pk


def test_records_go_with_the_person_they_are_about(advisor) -> None:
    """Art. 17 GDPR: who is erased is erased with everything recorded about them."""
    consent_of(advisor)

    advisor.delete()

    assert not AdvisorConsent.objects.exists()


def test_a_withdrawal_outlives_the_translation_it_was_recorded_at(
    advisor, english_directory
) -> None:
    english = in_english(advisor)
    consent_of(advisor)
    consent_of(english, withdrawn_on=timezone.localdate())
    assert advisor.consent is None

    english.delete()

    assert reloaded(advisor).consent is None
    assert AdvisorConsent.objects.count() == 2


# --- Which record counts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        ({"given_on": TODAY}, True),
        ({"given_on": TODAY + timedelta(days=1)}, False),
        ({"valid_until": TODAY + timedelta(days=1)}, True),
        ({"valid_until": TODAY}, True),
        ({"valid_until": TODAY - timedelta(days=1)}, False),
        ({"withdrawn_on": TODAY}, False),
        ({"withdrawn_on": TODAY - timedelta(days=90)}, False),
    ],
    ids=str,
)
def test_a_consent_is_in_force_on_its_days(advisor, values, expected) -> None:
    consent_of(advisor, **values)

    assert AdvisorConsent.objects.in_force(TODAY).exists() is expected


def test_the_newest_record_counts_whatever_it_says(advisor) -> None:
    consent_of(advisor)
    assert advisor.consent.scopes == set(Scope.values)

    consent_of(advisor, scopes=[Scope.TOPICS])
    assert advisor.consent.scopes == {Scope.TOPICS}

    consent_of(advisor, withdrawn_on=timezone.localdate())
    assert advisor.consent is None


def test_a_record_counts_for_all_languages_of_a_profile_and_for_no_other(
    advisor, directory, english_directory
) -> None:
    english = in_english(advisor)
    other = factories.AdvisorPageFactory(parent=directory)

    consent = consent_of(advisor)

    assert advisor.consent == english.consent == consent
    assert other.consent is None
    assert set(AdvisorPage.objects.with_consent()) == {advisor, english}
    assert set(AdvisorPage.objects.without_consent()) == {other}


def test_a_copy_of_a_profile_has_no_consent(advisor, directory) -> None:
    consent_of(advisor)

    copy = advisor.copy(to=directory, update_attrs={"slug": "profil-kopie"})

    assert copy.specific.consent is None
    assert not is_visible(copy)


# --- What a record must not say -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_on": in_days(1)}, "given_on"),
        ({"given_on": TODAY, "valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"given_on": TODAY, "withdrawn_on": TODAY - timedelta(days=1)}, "withdrawn_on"),
    ],
    ids=["in the future", "ends before it was given", "withdrawn before it was given"],
)
def test_a_contradiction_is_refused_at_its_field(advisor, values, field) -> None:
    consent = factories.AdvisorConsentFactory.build(advisor=advisor, **values)

    with pytest.raises(ValidationError) as caught:
        consent.full_clean()

    assert set(caught.value.message_dict) == {field}


# --- What follows ---------------------------------------------------------------------------------


def test_without_consent_a_published_profile_is_seen_by_nobody(advisor) -> None:
    assert advisor.live
    assert not is_visible(advisor)
    assert not is_published(advisor)

    consent_of(advisor)

    assert is_visible(advisor)
    assert is_published(advisor)


def test_the_end_of_the_consent_is_the_expiry_in_all_languages(advisor, english_directory) -> None:
    english = in_english(advisor)

    consent_of(advisor, valid_until=date(2030, 3, 31))

    # The last day counts; the next one begins at midnight in Berlin, in summer time here.
    expected = datetime(2030, 4, 1, tzinfo=BERLIN)
    assert reloaded(advisor).expire_at == reloaded(english).expire_at == expected


def test_publishing_sets_the_expiry_of_the_consent(directory) -> None:
    draft = factories.AdvisorPageFactory(parent=directory, live=False)
    revision = draft.save_revision()
    consent_of(draft, valid_until=date(2030, 3, 31))

    revision.publish()

    page = reloaded(draft)
    assert page.live
    assert page.expire_at == datetime(2030, 4, 1, tzinfo=BERLIN)


def test_an_earlier_expiry_of_the_editor_stays(advisor) -> None:
    consent_of(advisor, valid_until=in_days(60))
    page = reloaded(advisor)
    page.expire_at = own = timezone.now() + timedelta(days=5)
    page.save_revision().publish()
    assert reloaded(advisor).expire_at == own

    consent_of(advisor, valid_until=in_days(90))

    assert reloaded(advisor).expire_at == own


@pytest.mark.parametrize("valid_until", [in_days(90), None])
def test_a_longer_consent_keeps_a_profile_longer(advisor, valid_until) -> None:
    consent_of(advisor, valid_until=in_days(10))
    reloaded(advisor).save_revision().publish()

    longer = consent_of(advisor, valid_until=valid_until)

    assert reloaded(advisor).expire_at == longer.ends_at
    reloaded(advisor).get_latest_revision().publish()
    assert reloaded(advisor).expire_at == longer.ends_at


def test_a_withdrawal_takes_the_profile_offline_in_all_languages_at_once(
    advisor, english_directory
) -> None:
    english = in_english(advisor)
    consent_of(advisor)
    assert is_visible(advisor)
    assert is_visible(english)

    consent_of(english, withdrawn_on=timezone.localdate())

    for page in (advisor, english):
        page = reloaded(page)
        assert not page.live
        assert not is_visible(page)
        assert not is_published(page)


def test_after_a_withdrawal_a_new_consent_allows_publishing_again(advisor) -> None:
    consent_of(advisor)
    consent_of(advisor, withdrawn_on=timezone.localdate())
    assert not reloaded(advisor).live

    consent_of(advisor)

    page = reloaded(advisor)
    assert not page.live  # it is for an editor to say when, and to write it anew
    page.first_name, page.last_name = "Adwoa", "Mustermann"
    page.save_revision().publish()
    assert is_visible(advisor)


def test_a_consent_that_ran_out_hides_before_any_job_has_run(advisor) -> None:
    consent_of(advisor, valid_until=in_days(-1))

    assert Page.objects.get(pk=advisor.pk).live
    assert not is_visible(advisor)
    assert not is_published(advisor)


# --- Names that the consent does not cover ---


@pytest.mark.parametrize("field", ["title", "seo_title", "search_description"])
@pytest.mark.parametrize("text", ["Adwoa aus Bochum", "Frau Mustermann, Bochum", "ADWOA!"])
def test_a_name_that_may_not_be_public_hides_the_profile(directory, field, text) -> None:
    advisor = factories.AdvisorPageFactory(parent=directory, **{field: text})

    consent_of(advisor, scopes=[Scope.CITY])
    assert not is_visible(advisor)
    assert not is_published(advisor)

    consent_of(advisor, scopes=[Scope.NAME])
    assert is_visible(advisor)


@pytest.mark.parametrize("text", ["Beraterin aus Köln", "Adwoaner Allee", "Beispielprofil 1"])
def test_other_words_hide_nothing(directory, text) -> None:
    advisor = factories.AdvisorPageFactory(parent=directory, title=text)

    consent_of(advisor, scopes=[])

    assert is_visible(advisor)
