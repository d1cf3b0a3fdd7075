"""When the search's entries change: with every page, document or snippet that is saved.

Each time the database is read again after the transaction: the object that was saved may hold a
draft, and a page's relations are saved after the page.
"""

from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex

from ..models import BasePage, ContactPerson, Partner, Topic
from . import index

SNIPPETS = (ContactPerson, Partner, Topic)


def update_later(pages: list[int]) -> None:
    """Update the entries of pages, by primary key, once the transaction is through."""
    transaction.on_commit(partial(index.update_pages, pages), robust=True)


@receiver(post_save)
def update_entries(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    if isinstance(instance, BasePage):
        update_later([instance.pk])
    elif isinstance(instance, get_document_model()):
        transaction.on_commit(partial(index.update_document, instance.pk), robust=True)
    elif isinstance(instance, SNIPPETS):
        transaction.on_commit(partial(_update_pages_with, instance), robust=True)


def _update_pages_with(snippet: Any) -> None:
    """The pages that show a snippet, in any of its languages."""
    translations = type(snippet).objects.filter(translation_key=snippet.translation_key)
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(snippet),
        to_object_id__in=[str(pk) for pk in translations.values_list("pk", flat=True)],
    )
    index.update_pages({int(pk) for pk in uses.values_list("object_id", flat=True)})
