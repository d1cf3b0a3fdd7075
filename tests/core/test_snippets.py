"""Shared content: what is in use is not lost by accident."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import ContactPerson, Partner, Topic
from core.models.settings import DefaultContact
from home.models.contact import ContactPagePerson
from news.models import NewsTopic
from pool.models import AdvisorTopic, StateContact, StatePartner
from tests import factories
from tests.trees import in_english, items, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(factories.UserFactory())
    return client


def address(obj, view: str) -> str:
    return reverse(f"wagtailsnippets_core_{obj._meta.model_name}:{view}", args=[obj.pk])


def use_topic_in_news(home, news, directory):
    topic = factories.TopicFactory()
    factories.NewsPageFactory(parent=news, topic_links=[NewsTopic(topic=topic)])
    return topic


def use_topic_in_profile(home, news, directory):
    topic = factories.TopicFactory()
    factories.AdvisorPageFactory(parent=directory, topic_links=[AdvisorTopic(topic=topic)])
    return topic


def use_contact_on_contact_page(home, news, directory):
    contact = factories.ContactPersonFactory()
    factories.ContactPageFactory(parent=home, contact_links=[ContactPagePerson(contact=contact)])
    return contact


def use_contact_on_state_page(home, news, directory):
    contact = factories.ContactPersonFactory()
    factories.StatePageFactory(parent=home, contact_links=[StateContact(contact=contact)])
    return contact


def use_contact_for_accessibility(home, news, directory):
    contact = factories.ContactPersonFactory()
    factories.AccessibilityPageFactory(parent=home, feedback_contact=contact)
    return contact


def use_contact_in_footer(home, news, directory):
    contact = factories.ContactPersonFactory()
    settings = factories.SiteSettingsFactory(site=home.get_site())
    settings.default_contacts = [DefaultContact(contact=contact)]
    settings.save()
    return contact


def use_partner_on_state_page(home, news, directory):
    partner = factories.PartnerFactory()
    factories.StatePageFactory(parent=home, partner_links=[StatePartner(partner=partner)])
    return partner


@pytest.mark.parametrize(
    "use",
    [
        use_topic_in_news,
        use_topic_in_profile,
        use_contact_on_contact_page,
        use_contact_on_state_page,
        use_contact_for_accessibility,
        use_contact_in_footer,
        use_partner_on_state_page,
    ],
    ids=lambda use: use.__name__,
)
def test_what_is_in_use_cannot_be_deleted_in_the_admin(admin, home, news, directory, use) -> None:
    used = use(home, news, directory)

    page = BeautifulSoup(admin.get(address(used, "delete")).content, "html5lib")
    response = admin.post(address(used, "delete"), follow=True)

    assert page.find("a", href=lambda href: href and address(used, "usage") in href)
    assert response.status_code == 200  # a page that says so, not an error
    assert type(used).objects.filter(pk=used.pk).exists()


@pytest.mark.parametrize(
    ("factory", "block", "field"),
    [
        (factories.TopicFactory, "topics", "topics"),
        (factories.ContactPersonFactory, "contacts", "contacts"),
        (factories.PartnerFactory, "partners", "partners"),
    ],
)
def test_who_deletes_what_a_block_shows_is_told_where(admin, home, factory, block, field) -> None:
    used = factory()
    page = factories.ContentPageFactory(
        parent=home,
        title="Wo es steht",
        body=stream((block, {"title": "", field: items(used.pk)})),
    )

    confirmation = BeautifulSoup(admin.get(address(used, "delete")).content, "html5lib")
    usage = BeautifulSoup(admin.get(address(used, "usage")).content, "html5lib")

    assert confirmation.find("a", href=lambda href: href and address(used, "usage") in href)
    link = usage.find("a", href=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Wo es steht" in link.get_text()


@pytest.mark.parametrize(
    ("model", "factory"),
    [
        (Topic, factories.TopicFactory),
        (ContactPerson, factories.ContactPersonFactory),
        (Partner, factories.PartnerFactory),
    ],
)
def test_what_nobody_uses_can_be_deleted(admin, home, model, factory) -> None:
    unused = factory()

    admin.post(address(unused, "delete"))

    assert not model.objects.exists()


def test_a_topic_has_its_address_part_once_per_language(english_home) -> None:
    topic = factories.TopicFactory(slug="klima")
    in_english(topic)  # the same in English is no conflict

    with pytest.raises(ValidationError) as caught:
        factories.TopicFactory.build(slug="klima", locale=topic.locale).full_clean()

    assert "address part" in str(caught.value) or "Adress" in str(caught.value)


@pytest.mark.parametrize(
    ("number", "uri"),
    [("+49 228 20 717-2345", "tel:+49228207172345"), ("+49 (0) 228", "tel:+490228"), ("", "")],
)
def test_a_number_can_be_called(number, uri) -> None:
    assert factories.ContactPersonFactory.build(phone=number, locale=None).phone_uri == uri


def test_people_are_found_by_name_in_the_admin(admin) -> None:
    factories.ContactPersonFactory(name="Erika Beispiel")
    factories.ContactPersonFactory(name="Max Muster")

    response = admin.get(reverse("wagtailsnippets_core_contactperson:list"), {"q": "Erika"})

    rows = BeautifulSoup(response.content, "html5lib").select("table.listing tbody tr")
    assert len(rows) == 1
    assert "Erika Beispiel" in rows[0].get_text()
