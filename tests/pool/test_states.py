"""A state has one page per language, with its own advisors, news, partners and contacts."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pool.models import StateContact, StatePage, StatePartner
from tests import factories
from tests.trees import in_english, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home) -> StatePage:
    return factories.StatePageFactory(parent=home, state="NW", slug="nordrhein-westfalen")


def test_a_second_page_of_a_state_is_refused_at_its_field(home, page) -> None:
    with pytest.raises(ValidationError) as caught:
        factories.StatePageFactory(parent=home, state="NW", slug="nrw")

    assert set(caught.value.message_dict) == {"state"}
    assert StatePage.objects.count() == 1


def test_another_state_and_another_language_have_their_own(home, page, english_home) -> None:
    factories.StatePageFactory(parent=home, state="BW", title="Baden-Württemberg")
    in_english(page, title="North Rhine-Westphalia")

    assert StatePage.objects.filter(state="NW").count() == 2
    page.full_clean()


def test_the_admin_says_so_and_keeps_what_was_typed(home, page, client) -> None:
    client.force_login(factories.UserFactory())

    response = client.post(
        reverse("wagtailadmin_pages:add", args=["pool", "statepage", home.pk]),
        nested_form_data(
            {
                "title": "Noch ein NRW",
                "slug": "noch-ein-nrw",
                "seo_title": "",
                "search_description": "",
                "state": "NW",
                "lead": "Schon getippt",
                "figures": streamfield([]),
                "body": streamfield([]),
                "partner_links": inline_formset([]),
                "contact_links": inline_formset([]),
                "comments": inline_formset([]),
                "action-publish": "1",
            }
        ),
    )

    soup = BeautifulSoup(response.content, "html5lib")
    sentence = gettext("There is a page of this state in this language already.")
    assert sentence in soup.find("main").get_text()
    assert soup.find("textarea", attrs={"name": "lead"}).get_text(strip=True) == "Schon getippt"
    assert StatePage.objects.count() == 1


def test_the_page_shows_its_own_figures_partners_contacts_and_nobody_elses(home, page) -> None:
    partner = factories.PartnerFactory(name="Stiftung Eins")
    contact = factories.ContactPersonFactory(name="Erika Beispiel")
    factories.PartnerFactory(name="Stiftung Anders")
    page.figures = stream(
        ("figure", {"value": "1499", "qualifier": "more_than", "label": "Gemeinden"})
    )
    page.partner_links = [StatePartner(partner=partner)]
    page.contact_links = [StateContact(contact=contact)]
    page.save_revision().publish()

    main = BeautifulSoup(Client().get(page.url).content, "html5lib").find("main")

    text = " ".join(main.get_text(" ", strip=True).split())
    assert "mehr als 1.499" in text
    assert "Gemeinden" in text
    assert "Stiftung Eins" in text
    assert "Stiftung Anders" not in text
    assert main.find("a", href=f"mailto:{contact.email}")


def test_the_page_shows_advisors_and_news_of_its_state_only(home, page, directory, news) -> None:
    for state in ("NW", "BW"):
        advisor = factories.AdvisorPageFactory(
            parent=directory, title=f"Profil in {state}", state=state
        )
        factories.AdvisorConsentFactory(advisor=advisor)
        factories.NewsPageFactory(parent=news, title=f"Meldung aus {state}", state=state)
    factories.AdvisorPageFactory(parent=directory, title="Ohne Einwilligung", state="NW")
    factories.NewsPageFactory(parent=news, title="Entwurf", state="NW", live=False)

    text = BeautifulSoup(Client().get(page.url).content, "html5lib").find("main").get_text(" ")

    assert "Profil in NW" in text
    assert "Meldung aus NW" in text
    for absent in ("Profil in BW", "Meldung aus BW", "Ohne Einwilligung", "Entwurf"):
        assert absent not in text


def test_partners_and_contacts_are_in_the_language_of_the_page(home, page, english_home) -> None:
    partner = factories.PartnerFactory(description="Trug das Projekt")
    contact = factories.ContactPersonFactory(role="Leitung")
    in_english(partner, description="Carried the project")
    in_english(contact, role="Head")
    page.partner_links = [StatePartner(partner=partner)]
    page.contact_links = [StateContact(contact=contact)]
    page.save_revision().publish()
    english = in_english(page, title="North Rhine-Westphalia")

    def text(shown: StatePage) -> str:
        return BeautifulSoup(Client().get(shown.url).content, "html5lib").find("main").get_text(" ")

    assert "Trug das Projekt" in text(page)
    assert "Leitung" in text(page)
    assert "Carried the project" in text(english)
    assert "Head" in text(english)
    assert "Leitung" not in text(english)


@pytest.mark.parametrize("query", ["district=99999", "kind=xyz", "colour=red", "page=2&page=3"])
def test_nonsense_in_the_filters_of_the_map_is_answered_with_404(page, query) -> None:
    factories.ConsultationFactory(municipality=factories.MunicipalityFactory(state="NW"))

    assert Client().get(page.url).status_code == 200
    response = Client().get(f"{page.url}?{query}")

    assert response.status_code == 404
    assert "Gemeinde" not in BeautifulSoup(response.content, "html5lib").find("main").get_text()
