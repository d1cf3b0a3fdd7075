"""What pages refer to, loaded together and only as far as an anonymous visitor may see it.

Blocks, rich text and templates ask `current()` for pages, pictures, documents and snippets. What
a whole list of pages refers to is loaded beforehand in a constant number of queries
(`load_for`); what was not is loaded when asked for. A `References` lives for one request.

A memory whose answer depends on the reader's language has the language in its key.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db.models import Model, prefetch_related_objects
from django.utils.translation import get_language
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction, Orderable, Page, TranslatableMixin

from .block_references import Reference, references_of_block, references_of_rich_text
from .facts import remembered
from .images import SPECIFICATIONS
from .visibility import visible


def visible_media(queryset):
    """Pictures or documents outside private collections."""
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        queryset = queryset.exclude(collection__path__startswith=restriction.collection.path)
    return queryset


class References:
    """A memory of what was loaded, by model and key, and of link targets by language."""

    def __init__(self) -> None:
        self._objects: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._targets: dict[tuple[str, int], Page | None] = {}
        self._translations: dict[UUID, list[Page]] = {}
        self._results: dict[Any, Any] = {}

    def load_for(self, pages: Iterable[Page]) -> None:
        """Load what these pages' fields and blocks refer to, for the active language.

        Also what their relations lead to, as far as these were prefetched (`BasePage.prefetch`).
        """
        pages = list(pages)
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for page in pages:
            for kind, key in references_of_page(page):
                wanted[kind].add(key)
        rows = [row for page in pages for row in prefetched_rows(page)]
        wanted[Page].update(pk for row in rows for pk in _keys(row, Page))
        self.targets(wanted.pop(Page))

        models = [kind for kind in wanted if isinstance(kind, type)]
        chosen = [
            obj for model in models for obj in self.in_bulk(model, wanted.pop(model)).values()
        ]
        self.localized(obj for obj in (*rows, *chosen) if _is_snippet(obj))
        self._load_translations(pages)
        for load, keys in wanted.items():
            load(keys)

    def translations(self, page: Page) -> list[Page]:
        """The visible translations of a page, in the order of the site's languages."""
        self._load_translations([page])
        return [other for other in self._translations[page.translation_key] if other.pk != page.pk]

    def _load_translations(self, pages: Iterable[Page]) -> None:
        missing = {page.translation_key for page in pages} - self._translations.keys()
        if not missing:
            return
        self._translations.update({key: [] for key in missing})
        translations = visible(Page.objects.filter(translation_key__in=missing))
        for page in translations.select_related("locale").order_by("locale__pk"):
            self._translations[page.translation_key].append(page)

    def in_bulk(self, model: type[Model], pks: Iterable[Any]) -> dict[Any, Model]:
        """Objects by primary key; those that do not exist or may not be seen are left out."""
        pks = [pk for pk in pks if pk is not None]
        known = self._objects[model]
        missing = {pk for pk in pks if pk not in known}
        if missing:
            found = self._queryset(model).in_bulk(missing)
            known.update({pk: found.get(pk) for pk in missing})
            self.pictures_of(found.values())
        return {pk: known[pk] for pk in pks if known[pk] is not None}

    def get(self, model: type[Model], pk: Any) -> Model | None:
        """One object, or None if it does not exist or may not be seen."""
        return self.in_bulk(model, [pk]).get(pk)

    def pictures_of(self, objects: Iterable[Model]) -> None:
        """Load the pictures that these objects name in their own fields."""
        model = get_image_model()
        if keys := [pk for obj in objects for pk in _keys(obj, model)]:
            self.in_bulk(model, keys)

    def targets(self, pks: Iterable[Any]) -> dict[int, Page]:
        """Pages that links lead to, by the key that the link holds.

        The page in the active language if it is visible, else the page itself if that is
        visible; otherwise the key is left out, and the link keeps its text without a target.
        """
        language = get_language() or "de"
        pks = [int(pk) for pk in pks if pk is not None]
        missing = {pk for pk in pks if (language, pk) not in self._targets}
        if missing:
            originals = Page.objects.filter(pk__in=missing)
            keys = dict(originals.values_list("pk", "translation_key"))
            translated = Page.objects.filter(translation_key__in=keys.values())
            candidates = list(visible(translated).defer_streamfields().specific())
            prefetch_related_objects(candidates, "locale")
            by_key: dict[Any, dict[str, Page]] = defaultdict(dict)
            by_pk: dict[int, Page] = {}
            for page in candidates:
                by_key[page.translation_key][page.locale.language_code] = page
                by_pk[page.pk] = page
            for pk in missing:
                translations = by_key.get(keys.get(pk), {})
                target = translations.get(language) or by_pk.get(pk)
                self._targets[language, pk] = target
                if target:
                    self._targets[language, target.pk] = target
        return {pk: page for pk in pks if (page := self._targets[language, pk])}

    def target(self, pk: Any) -> Page | None:
        """Where a link to this page leads (see `targets`)."""
        return next(iter(self.targets([pk]).values()), None)

    def localized(self, objects: Iterable[TranslatableMixin]) -> list[TranslatableMixin]:
        """Snippets in the active language, in the same order; the source where none exists."""
        language = get_language() or "de"
        objects = [obj for obj in objects if obj is not None]
        result: dict[Any, TranslatableMixin] = {}
        by_model: dict[type[Model], list[TranslatableMixin]] = defaultdict(list)
        for obj in objects:
            by_model[type(obj)].append(obj)
        for model, group in by_model.items():
            known = self._results.setdefault(("localized", model, language), {})
            missing = {obj.translation_key for obj in group} - known.keys()
            if missing:
                translations = model.objects.filter(
                    translation_key__in=missing, locale__language_code=language
                )
                known.update({obj.translation_key: obj for obj in translations})
                known.update(dict.fromkeys(missing - known.keys()))
                self.pictures_of(obj for key in missing if (obj := known[key]))
            result.update({obj: known[obj.translation_key] or obj for obj in group})
        return [result[obj] for obj in objects]

    def once(self, key: Any, make: Any) -> Any:
        """The result of `make()`, made once per key."""
        if key not in self._results:
            self._results[key] = make()
        return self._results[key]

    @staticmethod
    def _queryset(model: type[Model]):
        if model is get_image_model():
            return visible_media(model.objects.prefetch_renditions(*SPECIFICATIONS))
        if model is get_document_model():
            return visible_media(model.objects.all())
        return model._default_manager.all()


def references_of_page(page: Page) -> Iterator[Reference]:
    """What a page names in its own fields and blocks: pictures, documents, snippets, pages."""
    loaded = page.__dict__
    for field in page._meta.concrete_fields:
        if field.attname not in loaded:
            continue  # deferred
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            yield from references_of_block(value.stream_block, list(value.raw_data))
        elif isinstance(field, RichTextField):
            yield from references_of_rich_text(getattr(page, field.name))
    for pk in _keys(page, get_image_model()):
        yield get_image_model(), pk


def prefetched_rows(page: Page) -> Iterator[Model]:
    """The objects that the relations in `page.prefetch` lead to, without loading any."""
    for path in getattr(page, "prefetch", []):
        objects: list[Model] = [page]
        for name in path.split("__"):
            objects = [found for obj in objects for found in _prefetched(obj, name)]
            yield from objects


def _prefetched(obj: Model, name: str) -> Iterable[Model]:
    field = obj._meta.get_field(name)
    if field.one_to_many:
        return getattr(obj, "_prefetched_objects_cache", {}).get(name, [])
    found = field.get_cached_value(obj, default=None)
    return [found] if found else []


def _is_snippet(obj: Model) -> bool:
    """Whether an object has translations that take its place; rows belong to their page."""
    return isinstance(obj, TranslatableMixin) and not isinstance(obj, Orderable)


def _keys(obj: Model, target: type[Model]) -> list[Any]:
    """The primary keys of a model's objects that an object names in its own, loaded fields."""
    values = (
        obj.__dict__.get(field.attname)
        for field in obj._meta.concrete_fields
        if field.many_to_one and field.related_model is target
    )
    return [value for value in values if value is not None]


_current: ContextVar[References | None] = ContextVar("references", default=None)


@contextmanager
def opened() -> Iterator[References]:
    """Keep one `References` for what happens inside, usually a request."""
    token = _current.set(References())
    try:
        with remembered():
            yield _current.get()
    finally:
        _current.reset(token)


def current() -> References:
    """The request's `References`; outside a request one that forgets at once."""
    return _current.get() or References()


def is_open() -> bool:
    """Whether something is being shown to the public, as opposed to edited."""
    return _current.get() is not None
