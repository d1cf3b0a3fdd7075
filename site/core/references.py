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

from django.db.models import Model, Q
from django.utils.translation import get_language
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Orderable,
    Page,
    TranslatableMixin,
)

from .block_references import Reference, references_of_block, references_of_rich_text
from .facts import fact, remembered
from .images import ALL_SPECIFICATIONS
from .shown import note
from .unshown import unshown_pictures
from .visibility import hidden_branches, is_visible_as_loaded


def visible_media(queryset, among: set[int] | None = None):
    """Pictures or documents outside private collections; no pictures that nobody may see.

    `among` are the keys of those that the caller wants, where it knows them.
    """
    # By their keys: Wagtail's search refuses to filter by paths of collections.
    private = fact("private collections", private_collections)
    if private:
        queryset = queryset.exclude(collection__in=private)
    if queryset.model is get_image_model() and (unshown := unshown_pictures(among)):
        queryset = queryset.exclude(pk__in=unshown)
    return queryset


def private_collections() -> list[int]:
    """The primary keys of the collections that are restricted, or below one that is."""
    restrictions = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    below = Q(pk__in=[])
    for path in restrictions:
        below |= Q(path__startswith=path)
    return list(Collection.objects.filter(below).values_list("pk", flat=True))


def languages_of_locales() -> dict[int, Locale]:
    """The languages of the content by primary key."""
    return fact("locales", _locales)


def _locales() -> dict[int, Locale]:
    return {locale.pk: locale for locale in Locale.objects.order_by("pk")}


def locale_id(language: str) -> int | None:
    """The key of a language ("de"): a list narrowed by it keeps its order by an index, where one
    narrowed by the joined language is sorted as a whole. None if the language has no content."""
    locales = languages_of_locales().values()
    return next((locale.pk for locale in locales if locale.language_code == language), None)


def with_locales(pages: Iterable[Page]) -> list[Page]:
    """The pages, which then know their language without a query each."""
    pages, locales = list(pages), languages_of_locales()
    for page in pages:
        page.locale = locales[page.locale_id]
    return pages


class Families:
    """Objects of a model with all their translations, which are loaded together."""

    def __init__(self, model: type[TranslatableMixin]) -> None:
        self.model = model
        self._key_of: dict[Any, UUID | None] = {}
        self._members: dict[UUID, dict[str, TranslatableMixin]] = {}

    def load(self, pks: Iterable[Any], keys: Iterable[UUID] = ()) -> list[TranslatableMixin]:
        """Load by primary key and by translation key, in one query; what was not known before."""
        pks = {pk for pk in pks if pk is not None and pk not in self._key_of}
        keys = {key for key in keys if key not in self._members}
        if not pks and not keys:
            return []
        everything = self.model._default_manager.all()
        families: Any = keys
        if pks:
            # In one subquery: with an alternative outside of it, databases read the whole table.
            named = Q(pk__in=pks) | Q(translation_key__in=keys)
            families = everything.filter(named).order_by().values("translation_key")
        self._members |= {key: {} for key in keys}
        loaded = list(everything.filter(translation_key__in=families))
        for obj in loaded:
            language = languages_of_locales()[obj.locale_id]
            obj.locale = language
            self._key_of[obj.pk] = obj.translation_key
            self._members.setdefault(obj.translation_key, {})[language.language_code] = obj
        self._key_of |= dict.fromkeys(pks - self._key_of.keys())
        return loaded

    def get(self, pk: Any) -> TranslatableMixin | None:
        """One object as it is."""
        return next((obj for obj in self.of(pk).values() if obj.pk == pk), None)

    def of(self, pk: Any) -> dict[str, TranslatableMixin]:
        """An object and its translations, by language."""
        if pk not in self._key_of:
            self.load([pk])
        key = self._key_of[pk]
        return self._members[key] if key else {}

    def of_key(self, key: UUID) -> dict[str, TranslatableMixin]:
        """The objects with a translation key, by language."""
        if key not in self._members:
            self.load([], [key])
        return self._members[key]


class References:
    """A memory of what was loaded, by model and key."""

    def __init__(self) -> None:
        self._objects: dict[type[Model], dict[Any, Model | None]] = defaultdict(dict)
        self._families: dict[type[Model], Families] = {}
        self._specific: dict[int, Page] = {}
        self._expected: dict[type[Model], set[Any]] = defaultdict(set)
        self._results: dict[Any, Any] = {}

    def load_for(
        self, pages: Iterable[Page], above: Iterable[Page] = (), beside: Iterable[int] = ()
    ) -> None:
        """Load what these pages' fields and blocks refer to, for the active language.

        Also what their relations lead to, as far as these were prefetched (`BasePage.prefetch`),
        the translations of the pages `above`, and what cards of the pages `beside` need.
        The order spares queries: topics say which news teasers show, these belong to the link
        targets, and the pictures of all come last.
        """
        pages = list(pages)
        self._specific |= {page.pk: page for page in pages if type(page) is not Page}
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for page in pages:
            rows = [page, *prefetched_rows(page)]
            named = [reference for row in rows for reference in references_of_row(row)]
            for kind, key in (*references_of_page(page), *named):
                wanted[kind].add(key)
        shown: list[Model] = []
        for model in [kind for kind in wanted if _is_snippet_model(kind)]:
            shown += self.families(model).load(wanted.pop(model))
        targets = wanted.pop(Page, set())
        card_keys = [
            pk
            for load in [kind for kind in wanted if not isinstance(kind, type)]
            for pk in load(wanted.pop(load))
        ]
        card_keys += beside
        keys = {page.translation_key for page in (*pages, *above)}
        self.families(Page).load({*targets, *card_keys}, keys)
        shown += self.specific(self.targets(card_keys).values())
        wanted[get_image_model()].update(
            pk for obj in shown for pk in _keys(obj, get_image_model())
        )
        for model, pks in wanted.items():
            self.in_bulk(model, pks)
        hidden_branches()  # is asked for each link target

    def families(self, model: type[Model]) -> Families:
        """The objects of a translatable model."""
        if model not in self._families:
            self._families[model] = Families(model)
        return self._families[model]

    def translations(self, page: Page) -> list[Page]:
        """The visible translations of a page, in the order of the site's languages."""
        members = self.families(Page).of_key(page.translation_key)
        others = sorted(members.values(), key=lambda member: member.locale_id)
        found = [other for other in others if other.pk != page.pk and is_visible_as_loaded(other)]
        note(found)
        return found

    def in_bulk(self, model: type[Model], pks: Iterable[Any]) -> dict[Any, Model]:
        """Objects by primary key; those that do not exist or may not be seen are left out."""
        pks = [pk for pk in pks if pk is not None]
        if _is_snippet_model(model):
            self._load_snippets(model, pks)
            families = self.families(model)
            return {pk: obj for pk in pks if (obj := families.get(pk)) is not None}
        known = self._objects[model]
        missing = {pk for pk in pks if pk not in known}
        if missing:
            missing |= self._expected.pop(model, set()) - known.keys()
            found = self._queryset(model, missing).in_bulk(missing)
            known.update({pk: found.get(pk) for pk in missing})
            self.pictures_of(found.values())
        return {pk: known[pk] for pk in pks if known[pk] is not None}

    def get(self, model: type[Model], pk: Any) -> Model | None:
        """One object, or None if it does not exist or may not be seen."""
        return self.in_bulk(model, [pk]).get(pk)

    def expect_pictures_of(self, objects: Iterable[Model]) -> None:
        """The pictures that these objects name will be asked for: the next query for pictures
        loads them as well."""
        model = get_image_model()
        self._expected[model].update(pk for obj in objects for pk in _keys(obj, model))

    def pictures_of(self, objects: Iterable[Model]) -> None:
        """Load the pictures that these objects name in their own fields."""
        model = get_image_model()
        if keys := [pk for obj in objects for pk in _keys(obj, model)]:
            self.in_bulk(model, keys)

    def targets(self, pks: Iterable[Any]) -> dict[int, Page]:
        """Pages that links lead to, by the key that the link holds; with the fields of all pages.

        The page in the active language if it is visible, else the page itself if that is
        visible; otherwise the key is left out, and the link keeps its text without a target.
        """
        language = get_language() or "de"
        pks = [int(pk) for pk in pks if pk is not None]
        families = self.families(Page)
        families.load(pks)
        found = {}
        for pk in pks:
            candidates = (families.of(pk).get(language), families.get(pk))
            if target := next(
                (page for page in candidates if page and is_visible_as_loaded(page)), None
            ):
                found[pk] = target
        note(found.values())
        return found

    def target(self, pk: Any) -> Page | None:
        """Where a link to this page leads (see `targets`)."""
        return next(iter(self.targets([pk]).values()), None)

    def specific(self, pages: Iterable[Page]) -> list[Page]:
        """The pages as their types, in the same order, with the fields that lists show.

        That is one query for each type that shows fields of its own (`shows_own_fields_in_lists`).
        """
        pages = list(pages)
        self._specific |= {page.pk: page for page in pages if type(page) is not Page}
        by_type: dict[type[Page], list[int]] = defaultdict(list)
        for page in pages:
            model = page.specific_class
            if page.pk in self._specific or model is None:
                continue
            if getattr(model, "shows_own_fields_in_lists", True):
                by_type[model].append(page.pk)
            else:
                self._specific |= {page.pk: with_locales([page.specific_deferred])[0]}
        for model, pks in by_type.items():
            loaded = model._default_manager.filter(pk__in=pks).defer_streamfields()
            self._specific |= {page.pk: page for page in with_locales(loaded)}
        found = [self._specific[page.pk] for page in pages if page.pk in self._specific]
        for model in by_type:
            model.prepare_list([page for page in found if type(page) is model])
        note(found)
        return found

    def localized(self, objects: Iterable[TranslatableMixin]) -> list[TranslatableMixin]:
        """Snippets in the active language, in the same order; the source where none exists."""
        objects = [obj for obj in objects if obj is not None]
        for model in {type(obj) for obj in objects}:
            self._load_snippets(model, [obj.pk for obj in objects if type(obj) is model])
        return [self._localized(type(obj), obj.pk) or obj for obj in objects]

    def snippets(self, model: type[TranslatableMixin], pks: Iterable[Any]) -> list[Any]:
        """Snippets by primary key in the active language; what does not exist is left out."""
        pks = [pk for pk in pks if pk is not None]
        self._load_snippets(model, pks)
        found = [self._localized(model, pk) for pk in pks]
        return [snippet for snippet in found if snippet is not None]

    def _load_snippets(self, model: type[TranslatableMixin], pks: Iterable[Any]) -> None:
        self.pictures_of(self.families(model).load(pks))

    def _localized(self, model: type[TranslatableMixin], pk: Any) -> TranslatableMixin | None:
        families = self.families(model)
        return families.of(pk).get(get_language() or "de") or families.get(pk)

    def once(self, key: Any, make: Any) -> Any:
        """The result of `make()`, made once per key."""
        if key not in self._results:
            self._results[key] = make()
        return self._results[key]

    @staticmethod
    def _queryset(model: type[Model], among: set[int]):
        if model is get_image_model():
            # With the one that goes along when a page is shared: it is no query of its own then.
            loaded = model.objects.prefetch_renditions(*ALL_SPECIFICATIONS)
            return visible_media(loaded, among)
        if model is get_document_model():
            return visible_media(model.objects.all())
        return model._default_manager.all()


def references_of_page(page: Page) -> Iterator[Reference]:
    """What the rich texts and blocks of a page name: pictures, documents, snippets, pages."""
    loaded = page.__dict__
    for field in page._meta.concrete_fields:
        if field.attname not in loaded:
            continue  # deferred
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            yield from references_of_block(value.stream_block, list(value.raw_data))
        elif isinstance(field, RichTextField):
            yield from references_of_rich_text(getattr(page, field.name))


def references_of_row(row: Model) -> Iterator[Reference]:
    """What a page, or a row of one of its relations, names by a foreign key of its own."""
    for field in row._meta.concrete_fields:
        if not field.many_to_one or isinstance(field, ParentalKey):
            continue
        model = field.related_model
        is_named = model in (Page, get_image_model(), get_document_model())
        pk = row.__dict__.get(field.attname)
        if pk is not None and (is_named or _is_snippet_model(model)) and field.name != "alias_of":
            yield model, pk


def prefetched_rows(page: Page) -> Iterator[Model]:
    """The rows of the relations in `page.prefetch`, as far as they were loaded."""
    for name in getattr(page, "prefetch", []):
        yield from getattr(page, "_prefetched_objects_cache", {}).get(name, [])


def _is_snippet_model(model: Any) -> bool:
    """Whether objects of a model have translations that take their place."""
    return (
        isinstance(model, type)
        and issubclass(model, TranslatableMixin)
        and not issubclass(model, (Page, Orderable))
    )


def _keys(obj: Model, target: type[Model]) -> list[Any]:
    """The primary keys of a model's objects that an object names in its own, loaded fields."""
    return [pk for model, pk in references_of_row(obj) if model is target]


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
