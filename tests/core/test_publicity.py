"""Which snippets visitors can see: those that a public page shows, and no others."""

import pytest
from django.test import Client
from wagtail.models import Page, ReferenceIndex

from core import references
from core.models import ContactPerson
from core.publicity import shown
from pool.models import StateContact, StatePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(home) -> ContactPerson:
    return factories.ContactPersonFactory()


@pytest.fixture
def state_page(home, contact: ContactPerson) -> StatePage:
    return factories.StatePageFactory(parent=home, contact_links=[StateContact(contact=contact)])


def shown_contacts() -> list[ContactPerson]:
    with references.opened():
        return list(shown(ContactPerson))


def test_a_contact_is_shown_with_the_page_and_hidden_with_it(client, state_page, contact) -> None:
    card = f"/vcard/contact/{contact.pk}.vcf"
    assert shown_contacts() == [contact]
    assert client.get(card).status_code == 200

    state_page.unpublish()

    assert shown_contacts() == []
    assert client.get(card).status_code == 404


def test_a_contact_removed_from_the_only_page_is_not_shown_any_more(
    client: Client, state_page: StatePage, contact: ContactPerson
) -> None:
    page = StatePage.objects.get(pk=state_page.pk)
    page.contact_links = []
    page.save_revision().publish()

    assert shown_contacts() == []
    assert client.get(f"/vcard/contact/{contact.pk}.vcf").status_code == 404


def test_one_of_two_contacts_removed_is_not_shown_any_more(state_page, contact) -> None:
    other = factories.ContactPersonFactory()
    page = StatePage.objects.get(pk=state_page.pk)
    page.contact_links = [StateContact(contact=other)]
    page.save_revision().publish()

    assert shown_contacts() == [other]


def test_rows_deleted_without_their_page_are_forgotten(state_page, contact) -> None:
    StateContact.objects.filter(page=state_page).delete()

    assert shown_contacts() == []


def test_a_page_can_be_deleted_with_its_rows(state_page, contact) -> None:
    Page.objects.get(pk=state_page.pk).delete()

    assert shown_contacts() == []
    assert not ReferenceIndex.get_references_to(contact).exists()
