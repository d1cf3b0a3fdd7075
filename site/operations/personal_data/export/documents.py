"""The document that a person gets: who it is about, what is kept, and what the rights are."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry
from wagtail_localize.models import StringTranslation

from core.models import ContactPerson
from pool.models import AdvisorPage

from .. import history
from ..people import entries_of
from .accounts import of_account
from .advisors import of_advisor
from .rows import Row, described, plain

LANGUAGE = (
    "de"  # in which the controller answers; the keys are what the database's tables are called
)
PREAMBLE = gettext_lazy(
    "Information according to Article 15 GDPR about the personal data that this website has "
    "stored. Purposes, recipients, how long it is kept and your rights (rectification, erasure, "
    "restriction, objection, complaint to the supervisory authority) stand in the privacy notice. "
    "What the search, caches and backups repeat is not listed once more."
)


def about_advisor(key: UUID) -> Row:
    """The document about the advisor whose profile has this translation key."""
    with translation.override(LANGUAGE):
        return _document({_("Advisor profile"): of_advisor(key)})


def about_account(user: Any) -> Row:
    """The document about somebody with an account."""
    with translation.override(LANGUAGE):
        return _document({_("User account"): of_account(user)})


def about_email(email: str) -> Row:
    """The document about whoever has an e-mail address: sender, contact, advisor or account."""
    with translation.override(LANGUAGE):
        profiles = profiles_with(email)
        return _document(
            {
                _("E-mail address"): email,
                _("Entries of forms"): [_entry(entry) for entry in entries_of(email)],
                _("Contact persons"): [_contact(contact) for contact in contacts_with(email)],
                _("Advisor profiles"): [of_advisor(key) for key in profiles],
                _("User accounts"): [of_account(user) for user in accounts_with(email)],
            }
        )


def hand_out_advisor(key: UUID) -> Row:
    """The document about an advisor, noted in the profile's history."""
    history.note_profiles_handed_out([key])
    return about_advisor(key)


def hand_out_account(user: Any) -> Row:
    """The document about an account, noted in its history."""
    history.note_handed_out([user])
    return about_account(user)


def hand_out_email(email: str) -> Row:
    """The document about whoever has an e-mail address, noted with all that is in it."""
    history.note_entries(entries_of(email), history.HANDED_OUT)
    history.note_handed_out(contacts_with(email))
    history.note_profiles_handed_out(profiles_with(email))
    history.note_handed_out(accounts_with(email))
    return about_email(email)


def profiles_with(email: str) -> list[UUID]:
    """The translation keys of the profiles with an e-mail address."""
    keys = AdvisorPage.objects.filter(email__iexact=email.strip()).order_by("pk")
    return list(dict.fromkeys(keys.values_list("translation_key", flat=True)))


def contacts_with(email: str) -> Iterable[ContactPerson]:
    """The contact persons with an e-mail address, in all languages."""
    return ContactPerson.objects.filter(email__iexact=email.strip()).order_by("pk")


def accounts_with(email: str) -> Iterable[Any]:
    """The accounts with an e-mail address."""
    return get_user_model()._default_manager.filter(email__iexact=email.strip()).order_by("pk")


def as_json(document: Row) -> str:
    """The document as it is handed out: readable for people, and for machines (Art. 20)."""
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _document(content: Row) -> Row:
    return {
        _("Information"): str(PREAMBLE),
        _("Controller"): settings.WAGTAIL_SITE_NAME,
        _("As of"): plain(timezone.now()),
        **content,
    }


def _entry(entry: Any) -> Row:
    return {
        _("Page"): str(entry.page),
        _("Sent on"): plain(entry.submit_time),
        _("Details"): plain(entry.form_data),
    }


def _contact(contact: ContactPerson) -> Row:
    kind = ContentType.objects.get_for_model(contact)
    log = ModelLogEntry.objects.filter(content_type=kind, object_id=str(contact.pk))
    strings = StringTranslation.objects.filter(context__object=contact.translation_key)
    return {
        **described(contact),
        _("Translations of single sentences"): [string.data for string in strings],
        _("History"): [described(entry) for entry in log.order_by("pk")],
    }
