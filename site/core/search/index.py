"""Keeps the entries of the search in step with pages and documents."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Page

from .. import references
from ..models import BasePage
from ..models.search import SearchEntry, SearchOccurrence, SearchTerm
from .files import document_text
from .kinds import DOCUMENTS
from .words import MAX_TERM_LENGTH, words

# How much an occurrence says: one in the title as much as ten in the text, of which no more than
# ten count.
TITLE_WEIGHT = 10
MAX_TEXT_WEIGHT = 10

# Where one part of a text ends and the next begins: a heading, a paragraph, a person.
SEPARATOR = " · "
_CHUNK = 200
_SPACE = re.compile(r"\s+")


def update_pages(pks: Iterable[int]) -> None:
    """Bring the entries of these pages up to what the database holds of them."""
    _update_pages(Page.objects.filter(pk__in=list(pks)))


def update_document(pk: int) -> None:
    """Bring the entry of a document up to what the database holds of it."""
    document = get_document_model().objects.filter(pk=pk).first()
    if document:
        _update_document(document)


def rebuild() -> int:
    """Make all entries and the whole vocabulary anew; how many entries there are now."""
    for document in get_document_model().objects.iterator(_CHUNK):
        document_text(document)  # slow for a new file, which nobody shall wait for at the database
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchTerm.objects.all().delete()
        _update_pages(Page.objects.filter(depth__gt=1))
        for document in get_document_model().objects.prefetch_related("tags").iterator(_CHUNK):
            _update_document(document)
        return SearchEntry.objects.count()


def _update_pages(pages: Any) -> None:
    """A language and some pages at a time, which share what they refer to."""
    for language, __ in settings.LANGUAGES:
        of_language = pages.filter(locale__language_code=language).order_by("pk")
        rows = of_language.select_related("locale").specific().iterator(_CHUNK)
        while group := list(islice(rows, _CHUNK)):
            with translation.override(language), references.opened() as opened:
                opened.load_for(group)
                for page in group:
                    if isinstance(page, BasePage):
                        kind = page.search_kind.name
                        _store({"page_id": page.pk}, language, kind, page.title, _text(page))


def _text(page: BasePage) -> str:
    """What everybody may read on a page, beside its title: the values of its search fields.

    The description for search engines comes last, because it says again what a page begins with.
    """
    fields = page.get_searchable_search_fields()
    values = {field.field_name: field.get_value(page) for field in fields}
    values.pop("title", None)
    description = values.pop("search_description", "")
    return _joined([*values.values(), description])


def _update_document(document: Any) -> None:
    tags = sorted(tag.name for tag in document.tags.all())
    text = _joined([*document_text(document), *tags])
    language, kind = document.language, DOCUMENTS.name
    _store({"document_id": document.pk}, language, kind, document.title, text)


def _joined(values: Iterable[Any]) -> str:
    """All texts in values that are texts or lists of texts, in one line."""
    texts = (_SPACE.sub(" ", text).strip() for text in _flat(values))
    return SEPARATOR.join(text for text in texts if text)


def _flat(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Iterable):
            yield from _flat(value)


def _store(lookup: dict[str, int], language: str, kind: str, title: str, text: str) -> None:
    values = {"language": language, "kind": kind, "title": title, "text": text}
    if SearchEntry.objects.filter(**lookup, **values).exists():
        return
    with transaction.atomic():
        entry, __ = SearchEntry.objects.update_or_create(**lookup, defaults=values)
        entry.occurrences.all().delete()
        weights = _weights(title, text, language)
        terms = _terms({term: word for term, (word, __) in weights.items()}, language)
        SearchOccurrence.objects.bulk_create(
            [
                SearchOccurrence(entry=entry, term_id=terms[term], weight=weight)
                for term, (__, weight) in weights.items()
            ],
            batch_size=_CHUNK,
            ignore_conflicts=True,  # of another process that stores the same entry
        )


def _weights(title: str, text: str, language: str) -> dict[str, tuple[str, int]]:
    """The terms of an entry: a word that has the term, and the term's weight."""
    spellings: dict[str, str] = {}
    in_title: set[str] = set()
    in_text: Counter[str] = Counter()
    for word in words(title, language):
        spellings.setdefault(word.term, word.text)
        in_title.add(word.term)
    for word in words(text, language):
        spellings.setdefault(word.term, word.text)
        in_text[word.term] += 1
    return {
        term: (
            spelling[:MAX_TERM_LENGTH],
            TITLE_WEIGHT * (term in in_title) + min(in_text[term], MAX_TEXT_WEIGHT),
        )
        for term, spelling in spellings.items()
    }


def _terms(spellings: dict[str, str], language: str) -> dict[str, int]:
    """The primary keys of terms, which are added to the vocabulary where they are new."""
    known = _known(spellings, language)
    new = [
        SearchTerm(language=language, term=term, word=word)
        for term, word in sorted(spellings.items())
        if term not in known
    ]
    if new:
        SearchTerm.objects.bulk_create(new, batch_size=_CHUNK, ignore_conflicts=True)
        known |= _known([term.term for term in new], language)
    return known


def _known(terms: Iterable[str], language: str) -> dict[str, int]:
    terms = list(terms)
    found: dict[str, int] = {}
    for start in range(0, len(terms), _CHUNK):
        chunk = SearchTerm.objects.filter(language=language, term__in=terms[start : start + _CHUNK])
        found.update(chunk.values_list("term", "pk"))
    return found
