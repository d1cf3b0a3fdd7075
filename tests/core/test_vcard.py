"""Contact persons as vCards, read by vobject."""

from typing import Any

import pytest
import vobject
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from core.models import ContactPerson
from core.models.settings import DefaultContact
from home.models import ContactPage
from home.models.contact import ContactPagePerson
from tests import factories
from tests.trees import in_english, reloaded, stream


def address(contact: ContactPerson) -> str:
    return f"/vcard/contact/{contact.pk}.vcf"


def card(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    # RFC 6350: lines end in CR LF, and VERSION comes right after BEGIN.
    assert response.content.startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    return vobject.readOne(response.content.decode())


@pytest.fixture
def contact(home: Any) -> ContactPerson:
    """In the footer of every page."""
    contact = factories.ContactPersonFactory(
        name="Erika Müller-Beispiel",
        role="Leitung; Beratung, Netzwerk",
        organisation="Servicestelle Kommunen in der Einen Welt, einer Organisation in Bonn",
        phone="+49 228 20 717-2345",
        email="erika@example.org",
    )
    in_footer(contact)
    return contact


def in_footer(contact: ContactPerson) -> None:
    settings = factories.SiteSettingsFactory(site=Site.objects.get())
    DefaultContact.objects.create(settings=settings, contact=contact)


@pytest.fixture
def contact_page(home: Any) -> ContactPage:
    return factories.ContactPageFactory(parent=home)


def test_a_card_says_what_the_site_says(client: Client, contact: ContactPerson) -> None:
    read = card(client, address(contact))

    assert read.fn.value == "Erika Müller-Beispiel"
    assert read.role.value == "Leitung; Beratung, Netzwerk"
    assert read.role.params == {"LANGUAGE": ["de"]}
    assert read.org.value == [
        "Servicestelle Kommunen in der Einen Welt, einer Organisation in Bonn"
    ]
    assert read.tel.value == "tel:+49228207172345"
    assert read.tel.params == {"VALUE": ["uri"], "TYPE": ["voice"]}
    assert read.email.value == "erika@example.org"
    assert read.uid.value == f"urn:uuid:{contact.translation_key}"
    assert read.source.value == f"https://www.example.org{address(contact)}"
    assert read.kind.value == "individual"


def test_what_is_empty_is_left_out(client: Client, home: Any) -> None:
    contact = factories.ContactPersonFactory(
        name="Erika Beispiel", role="", organisation="", phone="", email=""
    )
    in_footer(contact)

    names = set(card(client, address(contact)).contents)
    assert names == {"version", "prodid", "uid", "source", "kind", "fn"}


def test_the_english_card_is_the_same_entry_in_english(
    client: Client, contact: ContactPerson
) -> None:
    factories.language("en")
    english = in_english(contact, role="Head of advice", organisation="Service Agency")
    read = card(client, address(english))

    assert read.role.value == "Head of advice"
    assert read.role.params == {"LANGUAGE": ["en"]}
    assert read.org.value == ["Service Agency"]
    assert read.uid.value == card(client, address(contact)).uid.value
    assert client.get(address(english)).headers["Content-Language"] == "en"


def test_a_card_is_a_download_that_search_engines_leave_alone(
    client: Client, contact: ContactPerson
) -> None:
    response = client.get(address(contact))

    name = f'attachment; filename="contact-{contact.pk}.vcf"'
    assert response.headers["Content-Disposition"] == name
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_control_characters_do_not_break_a_card(client: Client, home: Any) -> None:
    contact = factories.ContactPersonFactory(name="Erika\x0bBeispiel\r\nEND:VCARD")
    in_footer(contact)

    assert card(client, address(contact)).fn.value == "Erika Beispiel\nEND:VCARD"


def test_whom_no_page_shows_has_no_card(client: Client, home: Any) -> None:
    """Snippets have no draft state: numbers in addresses can be counted through."""
    contact = factories.ContactPersonFactory()

    assert client.get(address(contact)).status_code == 404


def test_whom_a_page_shows_has_a_card_in_each_language(
    client: Client, contact_page: ContactPage
) -> None:
    contact = factories.ContactPersonFactory(name="Erika Beispiel")
    english = in_english(contact)
    ContactPagePerson.objects.create(page=contact_page, contact=contact)
    reloaded(contact_page).save()

    assert card(client, address(contact)).fn.value == "Erika Beispiel"
    assert card(client, address(english)).fn.value == "Erika Beispiel"


def test_a_block_of_a_page_shows_a_contact_too(client: Client, home: Any) -> None:
    contact = factories.ContactPersonFactory()
    value = {"title": "Fragen", "contacts": [contact.pk]}
    page = factories.ContentPageFactory(parent=home, body=stream(("contacts", value)))

    assert card(client, address(contact)).fn.value == contact.name
    assert f'href="{address(contact)}"' in client.get(page.url).content.decode()


@pytest.mark.parametrize("state", ["draft", "private"])
def test_whom_only_a_hidden_page_shows_has_no_card(
    client: Client, contact_page: ContactPage, state: str
) -> None:
    contact = factories.ContactPersonFactory()
    ContactPagePerson.objects.create(page=contact_page, contact=contact)
    page = reloaded(contact_page)
    page.save()
    assert client.get(address(contact)).status_code == 200

    if state == "draft":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert client.get(address(contact)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30, "abc"])
def test_nonsense_is_not_found(client: Client, home: Any, pk: str) -> None:
    assert client.get(f"/vcard/contact/{pk}.vcf").status_code == 404


def test_cards_on_pages_lead_to_the_vcard_and_the_footer_stays_short(
    client: Client, contact: ContactPerson, contact_page: ContactPage
) -> None:
    ContactPagePerson.objects.create(page=contact_page, contact=contact)
    html = client.get(contact_page.url).content.decode()

    assert html.count(f'href="{address(contact)}"') == 1
    assert ">Kontakt speichern (vCard)<" in html
