"""Contact persons, accounts and senders of forms: what goes with them when they are deleted.

Contact persons and accounts are deleted where they are kept (Wagtail's own views, or Django's
`delete`); what other tables say of them goes in the same transaction. What an account did stays in
the histories under its number, without its name: who changed what must be answerable.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.module_loading import import_string
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Page, ReferenceIndex
from wagtail.users.models import UserProfile

from core.models import ContactPerson
from core.search.signals import update_later
from editing.models import SourceChange

from . import addresses, history, logs, translations
from .files import delete_later
from .models import Erasure
from .vocabulary import forget_unused_words

SHORTEST = 6  # characters of a name that is looked for in the logs of other objects
SIGN_IN_RECORDS = ("AccessAttempt", "AccessLog", "AccessFailureLog")  # of django-axes


@receiver(pre_delete, sender=ContactPerson)
def note_uses_of_contact(instance: ContactPerson, **kwargs: Any) -> None:
    """The pages on which somebody stands are found by other words afterwards."""
    references = ReferenceIndex.get_references_to(instance).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    update_later([int(pk) for pk in references.values_list("object_id", flat=True).distinct()])


@receiver(post_delete, sender=ContactPerson)
def erase_traces_of_contact(instance: ContactPerson, **kwargs: Any) -> None:
    """Erase what else names a contact person who was deleted in the last language."""
    _erase_records(instance)
    key = instance.translation_key
    if ContactPerson.objects.filter(translation_key=key).exists():
        return
    translations.erase(key)
    SourceChange.objects.filter(translation_key=key).delete()
    Erasure.objects.create(kind=Erasure.Kind.CONTACT, key=str(key))
    _erase_names(instance.name, instance.email, instance.phone)


@receiver(pre_delete, sender=UserProfile)
def delete_picture_of_account(instance: UserProfile, **kwargs: Any) -> None:
    if instance.avatar:
        delete_later([instance.avatar.name])


@receiver(post_delete, sender=get_user_model())
def erase_traces_of_account(instance: Any, **kwargs: Any) -> None:
    """Erase the name of an account from what stays: logs, records of signing in, sessions."""
    _erase_records(instance)
    for session in sessions_of(instance.pk):
        session.delete()
    for records in sign_in_records(instance.get_username()):
        records.delete()
    Erasure.objects.create(kind=Erasure.Kind.ACCOUNT, key=str(instance.pk))
    _erase_names(instance.get_full_name(), instance.email)


def sessions_of(user_pk: Any) -> list[Session]:
    """The sessions in which an account is signed in."""
    return [
        session
        for session in Session.objects.iterator(500)
        if session.get_decoded().get("_auth_user_id") == str(user_pk)
    ]


def sign_in_records(username: str) -> list[Any]:
    """What is recorded of signing in under a name, successful or not, as querysets."""
    if not apps.is_installed("axes"):
        return []
    names = {username}
    if as_kept := getattr(settings, "AXES_USERNAME_CALLABLE", None):  # a pseudonym, say
        names.add(import_string(as_kept)(None, {"username": username}))
    models = [apps.get_model("axes", name) for name in SIGN_IN_RECORDS]
    return [model.objects.filter(username__in=names) for model in models]


def entries_of(email: str) -> list[FormSubmission]:
    """The entries of forms in which an e-mail address stands, in whichever field."""
    wanted = email.strip()
    return [
        entry
        for entry in FormSubmission.objects.select_related("page").order_by("pk").iterator(500)
        if wanted and any(addresses.holds(str(value), wanted) for value in entry.form_data.values())
    ]


@transaction.atomic
def erase_entries(email: str) -> int:
    """Delete the entries of forms in which an e-mail address stands; how many there were."""
    found = entries_of(email)
    for entry in found:
        entry.delete()
    if found:
        logs.erase_mentions([email.strip()])
        history.note_entries(found, history.ERASED)
    return len(found)


def _erase_records(obj: Any) -> None:
    kind = ContentType.objects.get_for_model(obj)
    of_object = {"content_type": kind, "object_id": str(obj.pk)}
    FormState.objects.filter(**of_object).delete()
    EditingSession.objects.filter(**of_object).delete()
    logs.erase_log([kind], [str(obj.pk)])
    # Wagtail notes the deletion, with the name, when it is done.
    pk = str(obj.pk)
    transaction.on_commit(lambda: logs.erase_log([kind], [pk]), robust=True)


def _erase_names(*names: str) -> None:
    words = [name for name in names if len(name or "") >= SHORTEST]

    def erase() -> None:
        logs.erase_mentions(words)
        forget_unused_words()

    logs.erase_mentions(words)
    transaction.on_commit(erase, robust=True)
