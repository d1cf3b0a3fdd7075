"""Where pictures and documents lie that were uploaded before states had collections."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, ReferenceIndex

from ..models import StateCollection
from .scope import PageStates


def sort_media() -> int:
    """Move media out of the root collection, where editors of a state may choose none.

    What only pages of one state use goes to that state's collection, everything else to the
    shared one. Needs the index of references and what `setup_roles` makes. How many were moved.
    """
    collections = {
        link.state: link.collection for link in StateCollection.objects.select_related("collection")
    }
    root = Collection.get_first_root_node()
    moved = 0
    for model in (get_image_model(), get_document_model()):
        states = _states_by_object(model)
        for obj in model.objects.filter(collection=root):
            found = states.get(str(obj.pk), set())
            state = found.pop() if len(found) == 1 else ""
            obj.collection = collections.get(state, collections[""])
            obj.save()
            moved += 1
    return moved


def _states_by_object(model: type) -> dict[str, set[str]]:
    """The states of the pages that use an object, "" for what is no page of a state."""
    rows = list(
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model)
        ).values_list("to_object_id", "base_content_type", "object_id")
    )
    page_type = ContentType.objects.get_for_model(Page).pk
    state_of = _states_of_pages(pk for __, kind, pk in rows if kind == page_type)
    found: dict[str, set[str]] = {}
    for target, kind, pk in rows:
        state = state_of.get(pk, "") if kind == page_type else ""
        found.setdefault(target, set()).add(state)
    return found


def _states_of_pages(pks: Iterable[str]) -> dict[str, Any]:
    states = PageStates()
    pages = Page.objects.filter(pk__in=set(pks))
    return {str(page.pk): states.of(page) for page in pages}
