"""Publishing a profile in the admin: refused without consent, with a sentence, and nothing lost."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pool.forms import CONSENT_MISSING, NAME_NOT_COVERED
from pool.models import AdvisorConsent, AdvisorIndexPage, AdvisorPage, Scope
from tests import factories
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def draft(directory: AdvisorIndexPage) -> AdvisorPage:
    page = factories.AdvisorPageFactory(parent=directory, live=False)
    page.save_revision()
    return page


def form_data(**values) -> dict:
    return nested_form_data(
        {
            "title": "Beraterin aus Köln",
            "first_name": "Adwoa",
            "last_name": "Mustermann",
            "portrait": "",
            "portrait_alt": "",
            "city": "Köln",
            "state": "NW",
            "email": "",
            "phone": "",
            "website": "",
            "search_description": "",
            "experience": streamfield([]),
            "country_links": inline_formset([]),
            "language_links": inline_formset([]),
            "topic_links": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def edit(editor: Client, page: AdvisorPage, **values):
    return editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(**values), follow=True
    )


def publish(editor: Client, page: AdvisorPage, **values):
    return edit(editor, page, **{"action-publish": "1", **values})


def said(response) -> str:
    return BeautifulSoup(response.content, "html5lib").get_text(" ", strip=True)


def typed(response, name: str) -> str:
    field = BeautifulSoup(response.content, "html5lib").find(attrs={"name": name})
    return field.get("value") or field.get_text(strip=True)


def test_without_consent_publishing_is_refused_and_what_was_typed_stays(editor, draft) -> None:
    response = publish(editor, draft, city="Unna")

    assert str(CONSENT_MISSING) in said(response)
    assert typed(response, "city") == "Unna"
    assert typed(response, "title") == "Beraterin aus Köln"
    assert not reloaded(draft).live


def test_without_consent_a_draft_can_be_saved(editor, draft) -> None:
    response = edit(editor, draft, city="Unna")

    assert str(CONSENT_MISSING) not in said(response)
    assert reloaded(draft).get_latest_revision_as_object().city == "Unna"


def test_a_new_profile_cannot_be_published_at_once(editor, directory) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pool", "advisorpage", directory.pk])

    response = editor.post(address, {**form_data(), "action-publish": "1"}, follow=True)

    assert str(CONSENT_MISSING) in said(response)
    assert typed(response, "first_name") == "Adwoa"
    assert not AdvisorPage.objects.exists()


def test_a_new_profile_gets_a_neutral_address(editor, directory) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pool", "advisorpage", directory.pk])

    editor.post(address, form_data(title="Adwoa Mustermann"), follow=True)

    page = AdvisorPage.objects.get()
    assert page.slug.startswith("profil-")
    assert not page.live


@pytest.mark.parametrize(
    "values",
    [
        {"withdrawn_on": timezone.localdate()},
        {"valid_until": timezone.localdate() - timezone.timedelta(days=1)},
    ],
    ids=["withdrawn", "run out"],
)
def test_a_consent_that_is_not_in_force_is_none(editor, draft, values) -> None:
    factories.AdvisorConsentFactory(advisor=draft, **values)

    response = publish(editor, draft)

    assert str(CONSENT_MISSING) in said(response)
    assert not reloaded(draft).live


def test_with_consent_the_profile_is_published(editor, draft) -> None:
    factories.AdvisorConsentFactory(advisor=draft, scopes=[Scope.CITY])

    publish(editor, draft)

    page = reloaded(draft)
    assert page.live
    assert page.city == "Köln"
    assert Client().get(page.url).status_code == 200


@pytest.mark.parametrize("field", ["title", "search_description"])
def test_a_name_that_is_not_covered_is_refused_at_its_field(editor, draft, field) -> None:
    factories.AdvisorConsentFactory(advisor=draft, scopes=[Scope.CITY])

    response = publish(editor, draft, **{field: "Frau Mustermann, Köln"})

    assert str(NAME_NOT_COVERED) in said(response)
    assert typed(response, field) == "Frau Mustermann, Köln"
    assert not reloaded(draft).live


def test_a_name_that_is_covered_may_stand_in_the_title(editor, draft) -> None:
    factories.AdvisorConsentFactory(advisor=draft, scopes=[Scope.NAME])

    publish(editor, draft, title="Adwoa Mustermann")

    assert reloaded(draft).live
    assert reloaded(draft).title == "Adwoa Mustermann"


# --- Publishing many at once ----------------------------------------------------------------------


def publish_in_bulk(editor: Client, *pages, **data):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    return editor.post(f"{address}?{query}", data)


def messages_of(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_publishing_many_is_refused_if_one_has_no_consent(editor, directory, draft) -> None:
    allowed = factories.AdvisorPageFactory(parent=directory, live=False)
    factories.AdvisorConsentFactory(advisor=allowed)

    response = publish_in_bulk(editor, allowed, draft)

    assert draft.title in messages_of(response)
    assert allowed.title not in messages_of(response)
    assert not reloaded(draft).live
    assert not reloaded(allowed).live


def test_publishing_with_what_is_below_is_refused_too(editor, directory, draft) -> None:
    directory.unpublish()

    response = publish_in_bulk(editor, directory, include_descendants="on")

    assert draft.title in messages_of(response)
    assert not reloaded(directory).live
    assert not reloaded(draft).live


def test_publishing_many_with_consent_goes_through(editor, draft) -> None:
    factories.AdvisorConsentFactory(advisor=draft)

    publish_in_bulk(editor, draft)

    assert reloaded(draft).live


def test_publishing_other_pages_asks_for_no_consent(editor, directory, draft) -> None:
    directory.unpublish()

    publish_in_bulk(editor, directory)

    assert reloaded(directory).live
    assert not reloaded(draft).live


# --- The records in the admin ---------------------------------------------------------------------


def test_an_editor_records_a_consent(editor, draft) -> None:
    text = factories.ConsentTextFactory(version="2016-1")
    response = editor.post(
        reverse("consents:add"),
        {
            "advisor": draft.pk,
            "given_on": "2019-06-01",
            "means": "email",
            "text_version": "2016-1",
            "shows_city": "on",
            "valid_until": "",
            "withdrawn_on": "",
        },
    )

    assert response.status_code == 302, said(response)
    consent = AdvisorConsent.objects.get()
    assert (consent.advisor, consent.scopes, consent.means) == (draft, {"city"}, "email")
    assert consent.text_checksum == text.checksum
    assert consent.recorded_by is not None


def test_a_record_can_be_looked_at_and_neither_changed_nor_deleted(editor, draft) -> None:
    consent = factories.AdvisorConsentFactory(advisor=draft, scopes=[Scope.CITY])

    shown = editor.get(reverse("consents:inspect", args=[consent.pk]))
    assert "2016-1" in said(shown)

    for view in ("edit", "delete"):
        response = editor.post(reverse(f"consents:{view}", args=[consent.pk]), {"shows_name": "on"})
        assert response.status_code in {302, 403}
    assert AdvisorConsent.objects.get().scopes == {Scope.CITY}


def test_the_translation_of_a_profile_has_a_neutral_address(draft, english_directory) -> None:
    english = in_english(draft)

    assert english.slug.startswith("profil-")
