"""The contact form: what is sent arrives, and nobody is told otherwise by a broken mail server."""

import smtplib

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.contrib.forms.models import FormSubmission

from home.models import ContactPage, HomePage
from home.models.contact import ContactPagePerson
from tests import factories
from tests.trees import in_english

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(settings) -> None:
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": -1}


@pytest.fixture
def page(home: HomePage) -> ContactPage:
    page = factories.ContactPageFactory(
        parent=home,
        slug="kontakt",
        to_address="innen@example.org",
        from_address="website@example.org",
        subject="Neue Anfrage",
        contact_links=[ContactPagePerson(contact=factories.ContactPersonFactory(name="Erika"))],
    )
    for order, (label, field_type, required) in enumerate(
        [("Ihr Name", "singleline", False), ("E-Mail", "email", True), ("Text", "multiline", True)]
    ):
        factories.ContactFormFieldFactory(
            page=page,
            label=label,
            field_type=field_type,
            required=required,
            sort_order=order,
            help_text="Nur zum Antworten" if label == "E-Mail" else "",
        )
    return page


def form_of(page: ContactPage) -> dict[str, str]:
    """The hidden fields that a browser sends back."""
    soup = BeautifulSoup(Client().get(page.url).content, "html5lib")
    return {field["name"]: field["value"] for field in soup.select("main input[type=hidden]")}


def send(page: ContactPage, **values: str):
    entry = {"ihr_name": "Max", "e_mail": "max@example.org", "text": "Guten Tag", **values}
    return Client().post(page.url, {**form_of(page), **entry}, follow=True)


def main_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html5lib").find("main")


def test_the_form_asks_what_the_editor_has_set_up(page) -> None:
    main = main_of(Client().get(page.url))

    labels = {
        label["for"]: " ".join(label.get_text(" ").split()) for label in main.find_all("label")
    }
    for name, label, required in (
        ("ihr_name", "Ihr Name", False),
        ("e_mail", "E-Mail", True),
        ("text", "Text", True),
    ):
        field = main.find(attrs={"name": name})
        assert labels[field["id"]].startswith(label)
        assert field.has_attr("required") or field.get("aria-required") == "true" or not required
    assert main.find("textarea", attrs={"name": "text"})
    assert "Nur zum Antworten" in main.get_text()
    assert "Erika" in main.get_text()


def test_a_message_is_stored_and_mailed_and_thanked_for(page) -> None:
    response = send(page)

    stored = FormSubmission.objects.get(page=page).form_data
    assert (stored["ihr_name"], stored["e_mail"], stored["text"]) == (
        "Max",
        "max@example.org",
        "Guten Tag",
    )
    (message,) = mail.outbox
    assert message.to == ["innen@example.org"]
    assert message.subject == "Neue Anfrage"
    assert "Guten Tag" in message.body
    assert "Danke, wir melden uns." in main_of(response).get_text()


@pytest.mark.parametrize("values", [{"e_mail": "keine Adresse"}, {"e_mail": ""}, {"text": ""}])
def test_an_error_is_named_at_its_field_and_the_rest_stays(page, values) -> None:
    response = send(page, ihr_name="Maximiliane", **values)

    main = main_of(response)
    (name,) = values
    field = main.find(attrs={"name": name})
    described = main.find(id=field["aria-describedby"].split()[0])
    assert field["aria-invalid"] == "true"
    assert described.get_text(strip=True)
    assert main.find(attrs={"name": "ihr_name"})["value"] == "Maximiliane"
    assert not FormSubmission.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), smtplib.SMTPRecipientsRefused({}), TimeoutError()], ids=repr
)
def test_a_broken_mail_server_loses_nothing_and_tells_the_visitor_nothing(
    page, monkeypatch, caplog, error
) -> None:
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)

    response = send(page)

    assert FormSubmission.objects.filter(page=page).count() == 1
    assert "Danke, wir melden uns." in main_of(response).get_text()
    assert "was not sent" in caplog.text


def test_without_recipients_a_message_is_stored_and_nothing_is_mailed(page) -> None:
    page.to_address = ""
    page.save()

    send(page)

    assert FormSubmission.objects.count() == 1
    assert not mail.outbox


def test_nobody_learns_who_gets_the_messages(page) -> None:
    html = Client().get(page.url).text
    answer = Client().get(f"/api/v2/pages/{page.pk}/", {"fields": "*"}).text

    for text in (html, answer):
        assert "innen@example.org" not in text
        assert "website@example.org" not in text
        assert "Neue Anfrage" not in text


def test_the_api_says_what_the_form_asks(page) -> None:
    answer = Client().get(f"/api/v2/pages/{page.pk}/").json()

    assert [field["label"] for field in answer["form_fields"]] == ["Ihr Name", "E-Mail", "Text"]
    assert [field["required"] for field in answer["form_fields"]] == [False, True, True]
    assert [contact["name"] for contact in answer["contacts"]] == ["Erika"]


def test_an_english_message_says_its_page_and_thanks_in_english(page, english_home) -> None:
    english = in_english(
        ContactPage.objects.get(pk=page.pk), slug="contact", thank_you_text="<p>Thank you.</p>"
    )

    response = send(english)

    assert FormSubmission.objects.get().page_id == english.pk
    assert "Thank you." in main_of(response).get_text()


@pytest.mark.parametrize(("days", "accepted"), [(0, False), (1, True), (3650, True), (3651, False)])
def test_entries_are_kept_for_a_bounded_time(page, days, accepted) -> None:
    page.retention_days = days

    if accepted:
        page.full_clean()
        return
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {"retention_days"}
