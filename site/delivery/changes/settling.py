"""Turns marks into changes with numbers, in one short transaction of its own."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, TranslatableMixin

from core import teasers
from core.facts import remembered
from core.references import visible_media

from ..models import Change, Clock, Mark, PublicItem
from ..signals import changes_recorded
from .clock import locked_clock, notice_writes
from .items import (
    CHUNK,
    PAGES,
    Difference,
    Differences,
    Kind,
    PageDifference,
    compare_files,
    compare_objects,
    compare_pages,
    pages_below,
    pages_with_list,
)
from .marks import uses_of
from .resources import Resource, all_resources, digests

What = Mark.What


def settle() -> Clock:
    """Note what the marks mean as changes; the clock as it then is.

    Whoever comes second waits for the first and finds nothing left to do.
    """
    with transaction.atomic(), remembered({}):
        clock = notice_writes(locked_clock())
        marks = list(Mark.objects.order_by("pk"))
        if not marks:
            return clock
        now = timezone.now()
        found = _Settlement(marks, now).differences()
        for start in range(0, len(marks), CHUNK):
            chunk = marks[start : start + CHUNK]
            Mark.objects.filter(pk__in=[mark.pk for mark in chunk]).delete()
        _record(clock, found, now)
        return clock


def _record(clock: Clock, found: list[Difference], now: datetime) -> None:
    if not found:
        return
    changes = [
        Change(
            sequence=clock.sequence + number,
            at=now,
            kind=difference.kind,
            what=difference.what,
            object_id=difference.object_id,
            type=difference.type,
            language=difference.language,
        )
        for number, difference in enumerate(found, start=1)
    ]
    Change.objects.bulk_create(changes, batch_size=CHUNK)
    clock.sequence = changes[-1].sequence
    _forget_old(clock, now)
    clock.save(update_fields=["sequence", "first_sequence"])
    pages = [difference for difference in found if isinstance(difference, PageDifference)]
    addresses = list(dict.fromkeys(url for page in pages for url in page.addresses))
    changes_recorded.send(sender=Change, changes=changes, addresses=addresses)


def _forget_old(clock: Clock, now: datetime) -> None:
    """Keep as many days of changes as the setting says; older cursors then have to start anew."""
    kept = now - timedelta(days=settings.CHANGES_KEPT_DAYS)
    newest_old = Change.objects.filter(at__lt=kept).order_by("-sequence").first()
    if newest_old:
        Change.objects.filter(sequence__lte=newest_old.sequence).delete()
        clock.first_sequence = newest_old.sequence


class _Settlement:
    """One look at all marks together."""

    def __init__(self, marks: list[Mark], now: datetime) -> None:
        self.keys: dict[str, set[str]] = defaultdict(set)
        self.objects: set[tuple[str, str]] = set()
        for mark in marks:
            self.keys[mark.what].add(mark.key)
            if mark.what == What.OBJECT:
                self.objects.add((mark.model, mark.key))
        self.now = now
        self.found = Differences()
        self.pages: dict[int, PageDifference] = {}

    def differences(self) -> list[Difference]:
        """All changes that the marks mean, each object once."""
        self._compare_marked_pages()
        dependents, objects = self._what_shows_them()
        self._note_pages(dependents - self.pages.keys(), with_lists=False)
        self._compare_files(objects)
        for resource in all_resources():
            if not self._may_have_changed(resource, objects):
                continue
            for difference in compare_objects(resource.what, digests(resource)):
                self.found.note(difference)
        return list(self.found.found.values())

    def _may_have_changed(self, resource: Resource, objects: set[tuple[str, str]]) -> bool:
        if not resource.models or What.EVERYTHING in self.keys:
            return True
        return any(label in resource.models for label, __ in objects)

    # --- pages ----------------------------------------------------------------------------------

    def _compare_marked_pages(self) -> None:
        marked = {int(key) for key in self.keys[What.PAGE]}
        if What.EVERYTHING in self.keys:
            marked |= _all_pages()
        marked |= pages_below(self.keys[What.BRANCH])
        if What.EXPIRY in self.keys:
            marked |= _expired(self.now)
        while marked:
            news = self._note_pages(marked, with_lists=True)
            marked = self._touched_by(news) - self.pages.keys()

    def _note_pages(self, pks: Iterable[int], *, with_lists: bool) -> list[PageDifference]:
        news = list(compare_pages(pks, with_lists=with_lists))
        for difference in news:
            self.pages[int(difference.object_id)] = difference
            self.found.note(difference)
        # Pages that are and were not public are done with as well.
        for pk in pks:
            self.pages.setdefault(pk, None)
        return news

    def _touched_by(self, news: list[PageDifference]) -> set[int]:
        """The pages whose own being public, or address, hangs on these: below them, and aliases."""
        gone = [d for d in news if d.kind != Kind.CHANGED]
        below = pages_below({path for d in gone for path in (d.path, d.former_path)})
        aliases: set[int] = set()
        keys = sorted(int(d.object_id) for d in gone) + sorted(below)
        for start in range(0, len(keys), CHUNK):
            of_chunk = Page.objects.filter(alias_of__in=keys[start : start + CHUNK])
            aliases |= set(of_chunk.values_list("pk", flat=True))
        return below | aliases

    # --- what shows them ------------------------------------------------------------------------

    def _what_shows_them(self) -> tuple[set[int], set[tuple[str, str]]]:
        """Pages that show something of what changed, and all objects that did."""
        self._note_users_of_pictures()
        changed = [difference for difference in self.pages.values() if difference]
        pages = {int(key) for key in self.keys[What.USER]}
        objects = set(self.objects)
        waiting = [*_with_translations(self._page_objects(changed)), *_load(objects)]
        while waiting:
            uses = {
                use
                for start in range(0, len(waiting), CHUNK)
                for use in uses_of(waiting[start : start + CHUNK])
            }
            pages |= {int(pk) for model, pk in uses if issubclass(model, Page)}
            others = {(model._meta.label, pk) for model, pk in uses if not issubclass(model, Page)}
            waiting = _load(others - objects)
            objects |= others
        pages |= _children(int(d.object_id) for d in changed if d.is_known_otherwise)
        pages |= self._translations(changed)
        newest = {d.language for d in changed if d.type in teasers.newest_types()}
        if newest:
            pages |= set(pages_with_list("newest", newest))
        if changed or objects:
            pages |= set(pages_with_list("credits"))
        return pages, objects

    def _note_users_of_pictures(self) -> None:
        """A page's picture stands on its cards, wherever these are."""
        label = get_image_model()._meta.label
        pictures = _load((model, pk) for model, pk in self.objects if model == label)
        users = {int(pk) for model, pk in uses_of(pictures) if issubclass(model, Page)}
        self._note_pages(users - self.pages.keys(), with_lists=False)

    @staticmethod
    def _page_objects(changed: list[PageDifference]) -> list[Page]:
        return list(_in_chunks(Page.objects.all(), [d.object_id for d in changed]))

    @staticmethod
    def _translations(changed: list[PageDifference]) -> set[int]:
        known_otherwise = [d.object_id for d in changed if d.is_known_otherwise]
        pages = _in_chunks(Page.objects.all(), known_otherwise)
        keys = [page.translation_key for page in pages]
        return {page.pk for page in _in_chunks(Page.objects.all(), keys, "translation_key")}

    # --- pictures and documents -----------------------------------------------------------------

    def _compare_files(self, objects: set[tuple[str, str]]) -> None:
        for what, model in (("images", get_image_model()), ("documents", get_document_model())):
            pks = {pk for label, pk in objects if label == model._meta.label}
            if What.EVERYTHING in self.keys:
                pks |= {str(pk) for pk in model.objects.values_list("pk", flat=True)}
            for difference in compare_files(what, pks, visible_media(model.objects.all())):
                self.found.note(difference)


def _all_pages() -> set[int]:
    former = PublicItem.objects.filter(what=PAGES).values_list("object_id", flat=True)
    return {*Page.objects.values_list("pk", flat=True), *map(int, former)}


def _expired(moment: datetime) -> set[int]:
    pages = Page.objects.filter(live=True, expire_at__lte=moment)
    return pages_below(pages.values_list("path", flat=True))


def _children(pks: Iterable[int]) -> set[int]:
    """The pages right below these, which name the page above them."""
    found: set[int] = set()
    for page in _in_chunks(Page.objects.all(), list(pks)):
        children = Page.objects.filter(path__startswith=page.path, depth=page.depth + 1)
        found |= set(children.values_list("pk", flat=True))
    return found


def _load(objects: Iterable[tuple[str, str]]) -> list[Model]:
    """Objects by (model, key), also such as are deleted: only their keys matter. With them all
    their translations, because what refers to one shows the other."""
    loaded: list[Model] = []
    by_model: dict[type[Model], list[str]] = defaultdict(list)
    for label, pk in objects:
        by_model[apps.get_model(label)].append(pk)
    for model, pks in by_model.items():
        made = [model(pk=pk) for pk in pks]
        loaded += _with_translations(made) if issubclass(model, TranslatableMixin) else made
    return loaded


def _with_translations(objects: list[Any]) -> list[Any]:
    """The objects with all their translations."""
    by_pk = {(type(obj), str(obj.pk)): obj for obj in objects}
    for model in {type(obj) for obj in objects}:
        pks = [obj.pk for obj in objects if type(obj) is model]
        stored = _in_chunks(model._default_manager.all(), pks)
        keys = [obj.translation_key for obj in stored]
        for obj in _in_chunks(model._default_manager.all(), keys, "translation_key"):
            by_pk[model, str(obj.pk)] = obj
    return list(by_pk.values())


def _in_chunks(queryset: Any, values: list[Any], name: str = "pk") -> Iterable[Any]:
    for start in range(0, len(values), CHUNK):
        yield from queryset.filter(**{f"{name}__in": values[start : start + CHUNK]})
