"""Compares what is public now with what was (`PublicItem`), and notes the differences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from core import teasers
from core.blocks.media import load_picture_credits
from core.references import references_of_page
from core.urls import page_type

from ..models import Change, PublicItem
from ..public import public_pages

Kind = Change.Kind
PAGES = "pages"
CHUNK = 500


@dataclass(frozen=True)
class Difference:
    """A change before it has a number."""

    kind: Kind
    what: str
    object_id: str
    type: str = ""
    language: str = ""


@dataclass
class Differences:
    """What was found so far: the last word on each object."""

    found: dict[tuple[str, str], Difference] = field(default_factory=dict)

    def note(self, difference: Difference) -> None:
        """Note a difference; "changed" says nothing new about what came, moved or went."""
        key = difference.what, difference.object_id
        if difference.kind != Kind.CHANGED or key not in self.found:
            self.found[key] = difference


@dataclass(frozen=True)
class PageDifference(Difference):
    """`is_known_otherwise`: what other pages say about it (title, address) is different.
    `addresses`: where it is, and was."""

    path: str = ""
    former_path: str = ""
    addresses: tuple[str, ...] = ()
    is_known_otherwise: bool = False


def compare_pages(pks: Iterable[int], *, with_lists: bool) -> Iterator[PageDifference]:
    """The differences of these pages, of which each one that is public counts as changed.

    `with_lists`: their own content was written, so it is looked at as well.
    """
    pks = iter(sorted(set(pks)))
    while chunk := list(islice(pks, CHUNK)):
        yield from _compare_chunk(chunk, with_lists)


def _compare_chunk(pks: Sequence[int], with_lists: bool) -> Iterator[PageDifference]:
    items = {
        int(item.object_id): item
        for item in PublicItem.objects.filter(what=PAGES, object_id__in=[str(pk) for pk in pks])
    }
    pages = {page.pk: page for page in public_pages().filter(pk__in=pks).select_related("locale")}
    lists = _lists_on(list(pages)) if with_lists else {}
    new, changed = [], []
    for pk in pks:
        page, item = pages.get(pk), items.get(pk)
        if page is None:
            if item is not None:
                yield _difference(Kind.REMOVED, item, item, True)
            continue
        now = PublicItem(
            what=PAGES,
            object_id=str(pk),
            type=page_type(page) or "",
            language=page.locale.language_code,
            title=page.title,
            url=page.full_url or "",
            path=page.path,
            lists=lists.get(pk, item.lists if item else ""),
        )
        if item is None:
            new.append(now)
            yield _difference(Kind.PUBLISHED, now, None, True)
            continue
        now.pk = item.pk
        is_moved = item.url != now.url
        yield _difference(
            Kind.MOVED if is_moved else Kind.CHANGED,
            now,
            item,
            is_moved or item.title != now.title,
        )
        changed.append(now)
    PublicItem.objects.filter(pk__in=[i.pk for pk, i in items.items() if pk not in pages]).delete()
    PublicItem.objects.bulk_create(new)
    PublicItem.objects.bulk_update(changed, ["title", "url", "path", "lists", "type", "language"])


def _difference(
    kind: Kind, item: PublicItem, former: PublicItem | None, is_known_otherwise: bool
) -> PageDifference:
    return PageDifference(
        kind,
        PAGES,
        item.object_id,
        item.type,
        item.language,
        path=item.path,
        former_path=former.path if former else "",
        addresses=tuple({item.url, former.url if former else ""} - {""}),
        is_known_otherwise=is_known_otherwise,
    )


def _lists_on(pks: Sequence[int]) -> dict[int, str]:
    """Which lists that change with other pages stand on these pages."""
    kinds = {teasers.load_newest: "newest", load_picture_credits: "credits"}
    found = {}
    for page in Page.objects.filter(pk__in=pks).specific():
        names = {kinds[kind] for kind, __ in references_of_page(page) if kind in kinds}
        found[page.pk] = " ".join(sorted(names))
    return found


def pages_with_list(name: str, languages: Iterable[str] = ()) -> list[int]:
    """The public pages on which such a list stands."""
    items = PublicItem.objects.filter(what=PAGES, lists__contains=name)
    if languages := list(languages):
        items = items.filter(language__in=languages)
    return [int(pk) for pk in items.values_list("object_id", flat=True)]


def pages_below(paths: Iterable[str]) -> set[int]:
    """The pages at and below these paths, as they are and as they were."""
    paths = [path for path in paths if path]
    found: set[int] = set()
    for start in range(0, len(paths), CHUNK):
        below = Q()
        for path in paths[start : start + CHUNK]:
            below |= Q(path__startswith=path)
        found |= set(Page.objects.filter(below).values_list("pk", flat=True))
        former = PublicItem.objects.filter(below, what=PAGES)
        found |= {int(pk) for pk in former.values_list("object_id", flat=True)}
    return found


def compare_objects(what: str, now: dict[str, tuple[str, str]]) -> Iterator[Difference]:
    """The differences of all objects of an endpoint: key → (language, digest of what it shows)."""
    items = {item.object_id: item for item in PublicItem.objects.filter(what=what)}
    new: list[PublicItem] = []
    changed: list[PublicItem] = []
    for key, (language, digest) in now.items():
        item = items.pop(key, None)
        if item is None:
            new.append(PublicItem(what=what, object_id=key, language=language, digest=digest))
            yield Difference(Kind.PUBLISHED, what, key, language=language)
        elif item.digest != digest:
            item.digest, item.language = digest, language
            changed.append(item)
            yield Difference(Kind.CHANGED, what, key, language=language)
    for key, item in items.items():
        yield Difference(Kind.REMOVED, what, key, language=item.language)
    PublicItem.objects.filter(pk__in=[item.pk for item in items.values()]).delete()
    PublicItem.objects.bulk_create(new)
    PublicItem.objects.bulk_update(changed, ["digest", "language"])


def compare_files(what: str, pks: Iterable[Any], public: Any) -> Iterator[Difference]:
    """The differences of pictures or documents that were written; `public` is a queryset."""
    pks = iter(sorted({str(pk) for pk in pks}))
    while chunk := list(islice(pks, CHUNK)):
        known = PublicItem.objects.filter(what=what, object_id__in=chunk)
        items = {item.object_id: item for item in known}
        shown = {str(pk) for pk in public.filter(pk__in=chunk).values_list("pk", flat=True)}
        new = []
        for key in chunk:
            if key in shown and key not in items:
                new.append(PublicItem(what=what, object_id=key))
                yield Difference(Kind.PUBLISHED, what, key)
            elif key in shown:
                yield Difference(Kind.CHANGED, what, key)
            elif key in items:
                items[key].delete()
                yield Difference(Kind.REMOVED, what, key)
        PublicItem.objects.bulk_create(new)
