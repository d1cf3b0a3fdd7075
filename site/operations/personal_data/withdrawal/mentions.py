"""Other pages that name or link to a person: what only an editor can decide about."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex, Revision

from core.models import SearchEntry

SHORTEST = 3  # characters of a name that is looked for


@dataclass(frozen=True)
class Mention:
    """A page that has the person's name in its text, as visitors see it or in its newest draft,
    or that links to the profile."""

    page: Page
    is_named: bool
    is_linked: bool


def mentions(pks: Iterable[int], names: Iterable[str]) -> list[Mention]:
    """The pages that name or link to the profile of which `pks` are the pages and `names` the last
    names, and are not the profile itself. Links by themselves say nothing of the person: once the
    profile is gone they lead nowhere, and visitors see only their text."""
    pks = list(pks)
    named = _pages_with([name for name in names if len(name) >= SHORTEST])
    linked = _pages_linking(pks)
    pages = Page.objects.filter(pk__in=named | linked).exclude(pk__in=pks)
    return [
        Mention(page, is_named=page.pk in named, is_linked=page.pk in linked)
        for page in pages.select_related("locale").order_by("title", "pk")
    ]


def _pages_with(names: list[str]) -> set[int]:
    if not names:
        return set()
    shown, drafted = Q(), Q()
    for name in names:
        shown |= Q(title__icontains=name) | Q(text__icontains=name)
        # SQLite stores what `json` writes: "M\\u00fcller".
        drafted |= Q(text__icontains=name) | Q(text__icontains=json.dumps(name)[1:-1])
    entries = SearchEntry.objects.filter(shown).exclude(page=None)
    newest = Revision.objects.filter(
        pk__in=Page.objects.exclude(latest_revision=None).values("latest_revision")
    )
    drafts = newest.annotate(text=Cast("content", TextField())).filter(drafted)
    return {
        *entries.values_list("page", flat=True),
        *(int(pk) for pk in drafts.values_list("object_id", flat=True)),
    }


def _pages_linking(pks: list[int]) -> set[int]:
    pages = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        to_content_type=pages,
        to_object_id__in=[str(pk) for pk in pks],
        base_content_type=pages,
    )
    return {int(pk) for pk in references.values_list("object_id", flat=True)}
