"""Advisors as vCards: what the consent covers, and nothing else."""

from typing import Any

import pytest
import vobject
from django.test import Client

from pool.models import (
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
    Scope,
)
from tests import factories
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.rendering

ALWAYS = {"version", "prodid", "uid", "source", "kind", "fn"}
# Which properties a part of the profile puts into the card. Countries of origin stay on the page.
PROPERTIES = {
    Scope.NAME: {"n"},
    Scope.PORTRAIT: {"photo"},
    Scope.CITY: {"adr"},
    Scope.COUNTRIES: set(),
    Scope.LANGUAGES: {"lang"},
    Scope.TOPICS: {"categories"},
    Scope.EXPERIENCE: set(),
    Scope.EMAIL: {"email"},
    Scope.PHONE: {"tel"},
    Scope.WEBSITE: {"url"},
}


def address(page: AdvisorPage) -> str:
    return f"/vcard/advisor/{page.pk}.vcf"


def card(client: Client, page: AdvisorPage) -> Any:
    response = client.get(address(page))
    assert response.status_code == 200
    return vobject.readOne(response.content.decode())


@pytest.fixture
def advisor(directory: AdvisorIndexPage) -> AdvisorPage:
    """A full profile, without consent."""
    page = factories.AdvisorPageFactory(
        parent=directory,
        title="Beispielprofil 1",
        first_name="Adwoa",
        last_name="Muster, mann",
        city="Köln",
        email="adwoa@example.org",
        phone="+49 221 123-456",
        website="https://adwoa.example.org/",
        portrait=factories.ImageFactory(),
    )
    for code in ("fr", "ak"):
        AdvisorLanguage.objects.create(page=page, language=code)
    AdvisorTopic.objects.create(page=page, topic=factories.TopicFactory(name="Fairer Handel"))
    return reloaded(page)


def test_with_full_consent_the_card_is_complete(client: Client, advisor: AdvisorPage) -> None:
    factories.AdvisorConsentFactory(advisor=advisor)
    read = card(client, advisor)

    assert read.fn.value == "Adwoa Muster, mann"
    assert (read.n.value.given, read.n.value.family) == ("Adwoa", "Muster, mann")
    assert read.adr.value.city == "Köln"
    assert read.adr.value.region == "Nordrhein-Westfalen"
    assert read.adr.value.country == "DE"
    assert read.tel.value == "tel:+49221123456"
    assert read.email.value == "adwoa@example.org"
    assert read.url.value == "https://adwoa.example.org/"
    assert [line.value for line in read.lang_list] == ["fr", "ak"]
    assert read.categories.value == ["Fairer Handel"]
    assert read.photo.value.startswith("https://www.example.org/media/images/")
    assert read.uid.value == f"urn:uuid:{advisor.translation_key}"


@pytest.mark.parametrize("scope", Scope.values)
def test_each_part_needs_its_consent(client: Client, advisor: AdvisorPage, scope: str) -> None:
    factories.AdvisorConsentFactory(advisor=advisor, scopes=[scope])

    assert set(card(client, advisor).contents) == ALWAYS | PROPERTIES[Scope(scope)]


@pytest.mark.parametrize("scope", Scope.values)
def test_without_its_consent_a_part_is_missing(
    client: Client, advisor: AdvisorPage, scope: str
) -> None:
    others = [other for other in Scope.values if other != scope]
    factories.AdvisorConsentFactory(advisor=advisor, scopes=others)

    assert not set(card(client, advisor).contents) & PROPERTIES[Scope(scope)]


def test_without_consent_to_the_name_nothing_says_it(client: Client, advisor: AdvisorPage) -> None:
    others = [Scope.CITY, Scope.PHONE]
    factories.AdvisorConsentFactory(advisor=advisor, scopes=others)
    response = client.get(address(advisor))

    assert vobject.readOne(response.content.decode()).fn.value == "Beispielprofil 1"
    everything = f"{response.headers} {response.content.decode()}".casefold()
    assert "adwoa" not in everything
    assert "muster" not in everything
    name = f'attachment; filename="advisor-{advisor.pk}.vcf"'
    assert response.headers["Content-Disposition"] == name


def test_without_consent_there_is_no_card(client: Client, advisor: AdvisorPage) -> None:
    assert client.get(address(advisor)).status_code == 404


def test_a_withdrawn_consent_ends_the_card(client: Client, advisor: AdvisorPage) -> None:
    factories.AdvisorConsentFactory(advisor=advisor)
    assert client.get(address(advisor)).status_code == 200
    factories.AdvisorConsentFactory(advisor=advisor, withdrawn_on="2019-01-01")

    assert client.get(address(advisor)).status_code == 410


def test_a_draft_has_no_card(client: Client, advisor: AdvisorPage) -> None:
    factories.AdvisorConsentFactory(advisor=advisor)
    advisor.unpublish()

    assert client.get(address(advisor)).status_code == 404


def test_the_card_speaks_the_language_of_the_page(
    client: Client, advisor: AdvisorPage, english_directory: AdvisorIndexPage
) -> None:
    factories.AdvisorConsentFactory(advisor=advisor)
    in_english(advisor.topic_links.get().topic, name="Fair trade", slug="fair-trade")
    english = in_english(advisor, title="Sample profile 1")
    read = card(client, english)

    assert read.categories.value == ["Fair trade"]
    assert read.adr.value.region == "North Rhine-Westphalia"
    assert read.uid.value == card(client, advisor).uid.value
    assert client.get(address(english)).headers["Content-Language"] == "en"


def test_the_profile_leads_to_the_card_if_it_says_how_to_reach_somebody(
    client: Client, advisor: AdvisorPage
) -> None:
    factories.AdvisorConsentFactory(advisor=advisor, scopes=[Scope.EMAIL])
    assert f'href="{address(advisor)}"' in client.get(advisor.url).content.decode()

    factories.AdvisorConsentFactory(advisor=advisor, scopes=[Scope.NAME])
    assert address(advisor) not in client.get(advisor.url).content.decode()


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30, "abc"])
def test_nonsense_is_not_found(client: Client, home: Any, pk: str) -> None:
    assert client.get(f"/vcard/advisor/{pk}.vcf").status_code == 404
