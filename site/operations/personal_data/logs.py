"""What logs and queues say of somebody: that something was done stays, whose name it was goes."""

import json
from collections.abc import Collection, Iterable
from email import message_from_bytes, policy
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry, PageLogEntry

from delivery.webhooks.models import WebhookDelivery

from ..mail.models import QueuedMail
from . import addresses

CHUNK = 500


def erase_log(content_types: Iterable[ContentType], keys: Collection[str]) -> None:
    """Leave of an object's log who did what and when, without its name and further data."""
    types = list(content_types)
    label = _("(erased)")
    ModelLogEntry.objects.filter(content_type__in=types, object_id__in=keys).update(
        label=label, data={}
    )
    PageLogEntry.objects.filter(content_type__in=types, page_id__in=keys).update(
        label=label, data={}
    )
    LogEntry.objects.filter(content_type__in=types, object_id__in=keys).update(
        object_repr=label, change_message=""
    )


def erase_mentions(words: Iterable[str]) -> None:
    """Take texts that name somebody out of the logs of other objects, of tasks and of sessions."""
    words = sorted({word for word in words if word}, key=len, reverse=True)
    for model in (PageLogEntry, ModelLogEntry):
        _erase_in_log(model, words)
    _erase_in_tasks(words)
    _erase_in_deliveries(words)
    _erase_in_mails(words)
    _erase_in_sessions(words)


def stands_in(word: str, text: str) -> bool:
    """Whether a text holds a word as it is, or as JSON writes it; an e-mail address not within
    another one."""
    if addresses.is_address(word):
        return addresses.holds(text, word)
    return word in text or json.dumps(word)[1:-1] in text


def _erase_in_log(model: type[Model], words: list[str]) -> None:
    changed = []
    for entry in model.objects.order_by("pk").iterator(CHUNK):
        label, data = _without(entry.label, words), _without(entry.data, words)
        if (label, data) != (entry.label, entry.data):
            entry.label, entry.data = label, data
            changed.append(entry)
    model.objects.bulk_update(changed, ["label", "data"], batch_size=CHUNK)


def _without(value: Any, words: list[str]) -> Any:
    """The value without the words, wherever they stand in it."""
    if isinstance(value, dict):
        return {key: _without(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, words) for item in value]
    if isinstance(value, str):
        for word in words:
            if addresses.is_address(word):
                value = addresses.without(value, word, "…")
            else:
                value = value.replace(word, "…")
    return value


def _erase_in_tasks(words: list[str]) -> None:
    """Tasks that name somebody, also those that wait: a mail about them is not to be sent."""
    found = [
        task.pk
        for task in DBTaskResult.objects.iterator(CHUNK)
        if any(stands_in(word, _all_of(task)) for word in words)
    ]
    DBTaskResult.objects.filter(pk__in=found).delete()


def _erase_in_deliveries(words: list[str]) -> None:
    """Messages to other systems that name somebody, sent or not."""
    found = [
        delivery.pk
        for delivery in WebhookDelivery.objects.iterator(CHUNK)
        if any(stands_in(word, delivery.body + json.dumps(delivery.attempts)) for word in words)
    ]
    WebhookDelivery.objects.filter(pk__in=found).delete()


def _erase_in_mails(words: list[str]) -> None:
    """Mails that name somebody and were not delivered yet: they are not to be sent any more."""
    for mail in QueuedMail.objects.exclude(content=b"").iterator(CHUNK):
        text = "\n".join((mail.subject, *map(str, mail.recipients), _text_of(bytes(mail.content))))
        if any(stands_in(word, text) for word in words):
            mail.delete()


def _text_of(content: bytes) -> str:
    """What a mail says, in whatever way it is encoded."""
    message = message_from_bytes(content, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*map(str, message.values()), *(part.get_content() for part in parts)])


def _all_of(task: DBTaskResult) -> str:
    return "\n".join(
        (json.dumps(task.args_kwargs), json.dumps(task.return_value), task.traceback or "")
    )


def _erase_in_sessions(words: list[str]) -> None:
    """Messages that wait to be shown to an editor."""
    for session in Session.objects.iterator(CHUNK):
        data = session.get_decoded()
        kept = {
            key: value
            for key, value in data.items()
            if not any(stands_in(word, json.dumps(value, default=str)) for word in words)
        }
        if kept != data:
            session.session_data = Session.objects.encode(kept)
            session.save()
