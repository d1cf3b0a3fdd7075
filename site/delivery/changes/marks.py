"""Notes of what was written. They are part of the writer's transaction, and cost one insert."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from ..models import Mark


def mark_page(pk: int) -> None:
    """The page may look different, or have become public or hidden."""
    Mark.objects.create(what=Mark.What.PAGE, key=str(pk))


def mark_branch(path: str) -> None:
    """The pages at and below this path of the tree may have moved, come or gone."""
    Mark.objects.create(what=Mark.What.BRANCH, key=path)


def mark_object(obj: Model) -> None:
    """Something that is no page (a snippet, picture, setting …) was saved or deleted."""
    Mark.objects.create(what=Mark.What.OBJECT, model=obj._meta.label, key=str(obj.pk))


def mark_everything() -> None:
    """Addresses or languages of the whole site may have changed."""
    Mark.objects.create(what=Mark.What.EVERYTHING)


def mark_search() -> None:
    """The search may find other things: it reads what was saved after the transaction of who saved
    it, and somebody may have asked in between."""
    Mark.objects.create(what=Mark.What.SEARCH)


def mark_uses(obj: Model) -> None:
    """What uses an object that is about to be deleted: afterwards nothing knows it.

    What uses a translation shows the object where the reader's language is its own; and pages name
    their translations.
    """
    family = [obj]
    if isinstance(obj, TranslatableMixin):
        family = list(type(obj)._default_manager.filter(translation_key=obj.translation_key))
    marks = [_mark_of_use(model, pk) for model, pk in uses_of(family)]
    if isinstance(obj, Page):
        marks += [Mark(what=Mark.What.USER, key=str(page.pk)) for page in family]
    Mark.objects.bulk_create(marks)


def _mark_of_use(model: type[Model], pk: str) -> Mark:
    if issubclass(model, Page):
        return Mark(what=Mark.What.USER, key=pk)
    return Mark(what=Mark.What.OBJECT, model=model._meta.label, key=pk)


def uses_of(objects: Iterable[Any]) -> set[tuple[type[Model], str]]:
    """(model, primary key) of what refers to these objects, by Wagtail's index of references."""
    references = ReferenceIndex.get_references_to_in_bulk(list(objects))
    found = references.values_list("base_content_type", "object_id").distinct()
    return {
        (model, pk)
        for content_type, pk in found
        if (model := ContentType.objects.get_for_id(content_type).model_class())
    }
