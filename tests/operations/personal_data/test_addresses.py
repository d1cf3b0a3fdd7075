"""Whoever asks gets, and has deleted, what names their own address, and not somebody else's."""

import json

import pytest
from django.core.mail import EmailMessage
from wagtail.contrib.forms.models import FormSubmission
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from operations.mail.models import QueuedMail
from operations.personal_data import addresses, logs
from operations.personal_data.export import documents
from operations.personal_data.people import erase_entries
from tests import factories

ANNA = "anna@web.de"
HERS = (
    "anna@web.de",
    "ANNA@Web.de",
    "Schreiben Sie mir an anna@web.de.",
    "Anna <anna@web.de>, danke",
    "mailto:anna@web.de?subject=Frage",
    "Adressen: anna@web.de, johanna@web.de",
)
OF_OTHERS = (
    "johanna@web.de",
    "Johanna@web.de",
    "anna@web.de.evil.org",
    "anna@web.dent",
    "anna@web.de-mail.example",
    "jo.anna@web.de",
    "jo-anna@web.de",
    "jo+anna@web.de",
    "jöanna@web.de",
)


@pytest.mark.parametrize("text", HERS)
def test_an_address_is_found_in_a_text(text) -> None:
    assert addresses.holds(text, ANNA)
    assert logs.stands_in(ANNA, text)
    assert logs.stands_in(ANNA, json.dumps({"was": f"Hallo\n{text}"}))
    assert not addresses.holds(addresses.without(text, ANNA, "…"), ANNA)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_another_address_that_holds_it_is_not(text) -> None:
    assert not addresses.holds(text, ANNA)
    assert not logs.stands_in(ANNA, text)
    assert not logs.stands_in(ANNA, json.dumps({"was": f"Hallo\n{text}"}))
    assert addresses.without(text, ANNA, "…") == text


def test_other_words_are_found_as_before() -> None:
    assert logs.stands_in("Ada Müller", json.dumps({"wer": "Ada Müllers Profil"}))


def queued(text: str) -> None:
    QueuedMail.objects.create(
        subject="Anfrage",
        recipients=["amt@example.org"],
        content=EmailMessage("Anfrage", text, to=["amt@example.org"]).message().as_bytes(),
    )


@pytest.mark.django_db
def test_johanna_keeps_what_anna_has_erased(home, settings, tmp_path) -> None:
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    page = factories.ContactPageFactory(parent=home, title="Kontakt")
    for text in (*HERS, *OF_OTHERS):
        FormSubmission.objects.create(page=page, form_data={"was": text})
        log(instance=page, action="wagtail.edit", data={"was": text})
        queued(text)

    handed_out = documents.about_email(ANNA)["Einträge von Formularen"]
    assert len(handed_out) == len(HERS)
    assert erase_entries(ANNA) == len(HERS)

    kept = FormSubmission.objects.values_list("form_data", flat=True)
    assert {data["was"] for data in kept} == set(OF_OTHERS)
    assert QueuedMail.objects.count() == len(OF_OTHERS)
    edits = PageLogEntry.objects.filter(action="wagtail.edit")
    said = [entry.data["was"] for entry in edits.order_by("pk") if "was" in entry.data]
    assert said[len(HERS) :] == list(OF_OTHERS)
    assert "Adressen: …, johanna@web.de" in said
    assert not any(addresses.holds(text, ANNA) for text in said)
