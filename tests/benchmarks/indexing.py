"""What saving writes beside an item: both searches, the index of references, the public record."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from core.models.search import SearchEntry, SearchOccurrence, SearchTerm
from core.search.index import MAX_TEXT_WEIGHT, SEPARATOR, TITLE_WEIGHT, _joined
from core.search.words import MAX_TERM_LENGTH, words

from .rows import CHUNK, Table, Writer, insert

KNOWN_TEXTS = 50_000  # that are kept to be used again
AVERAGE_TITLE = 40  # characters; Wagtail computes it anew whenever an index is rebuilt

Reference = tuple[type[Model], int, str, str]  # to model, key, model path, content path


@cache
def content_type(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


def base_of(model: type[Model]) -> type[Model]:
    """The model under which references know an object: `Page` for all pages."""
    return (model._meta.get_parent_list() or [model])[-1]


def add_references(
    writer: Writer, model: type[Model], key: int, references: Iterable[Reference]
) -> None:
    """What an object refers to, as `ReferenceIndex` keeps it."""
    for to, to_key, model_path, content_path in references:
        writer.add(
            ReferenceIndex,
            content_type_id=content_type(model),
            base_content_type_id=content_type(base_of(model)),
            object_id=str(key),
            to_content_type_id=content_type(base_of(to)),
            to_object_id=str(to_key),
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )


class Entries:
    """Entries of Wagtail's search (admin and API)."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.staged: list[tuple[Any, ...]] = []

    def add(self, model: type[Model], key: Any, title: str, values: list[Any], typed: str) -> None:
        """`values`: of the other search fields in their order; `typed`: for autocompletion."""
        texts = [", ".join(value) if isinstance(value, list) else value for value in values]
        norm = AVERAGE_TITLE / len(title) if title else 1.0
        if connection.vendor == "postgresql":
            body = " ".join(text for text in map(str.strip, texts) if text)
            self.staged.append((content_type(model), str(key), norm, title, body, typed))
            if len(self.staged) >= CHUNK:
                self.write()
            return
        self.writer.add(
            IndexEntry,
            content_type_id=content_type(model),
            object_id=str(key),
            title_norm=norm,
            title=title,
            body=" ".join(texts),
            autocomplete=typed,
        )

    def write(self) -> None:
        """On PostgreSQL the server makes the vectors, as it does for single entries."""
        if not self.staged:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE IF NOT EXISTS staged (content_type_id int, object_id text,"
                " title_norm float, title text, body text, typed text)"
            )
            columns = "content_type_id, object_id, title_norm, title, body, typed"
            insert("staged", columns, self.staged)
            cursor.execute(
                "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title_norm,"
                " title, body, autocomplete, title_text, body_text)"
                " SELECT content_type_id, object_id, title_norm,"
                " setweight(to_tsvector(title), 'B'), setweight(to_tsvector(body), 'D'),"
                " setweight(to_tsvector('simple', typed), 'D'), title, body FROM staged"
            )
            cursor.execute("TRUNCATE staged")
        self.staged = []


def _terms(text: str, language: str) -> list[tuple[str, str, int]]:
    """(term, a word that has it, how often) of a text."""
    spellings: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for word in words(text, language):
        spellings.setdefault(word.term, word.text[:MAX_TERM_LENGTH])
        counted[word.term] += 1
    return [(term, spellings[term], number) for term, number in counted.items()]


class SiteSearch:
    """Entries of the website's search, with their vocabulary (see `core.search.index`)."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.entries = Table(SearchEntry)
        self.terms = {
            (language, term): pk
            for pk, language, term in SearchTerm.objects.values_list("pk", "language", "term")
        }
        self.known_texts: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self.occurrences: dict[int, array] = defaultdict(lambda: array("q"))

    def add(self, page: int, language: str, kind: str, title: str, values: list[Any]) -> None:
        """`values`: of the search fields but the title; the description comes last."""
        text = _joined(values)
        entry = self.writer.add(
            SearchEntry, page_id=page, language=language, kind=kind, title=title, text=text
        )
        weights: dict[int, int] = {}
        for part in text.split(SEPARATOR):
            for term, number in self._weights(part, language):
                weights[term] = weights.get(term, 0) + number
        in_title = {term for term, __ in self._weights(title, language)}
        occurrences = self.occurrences
        for term in in_title | weights.keys():
            weight = min(weights.get(term, 0), MAX_TEXT_WEIGHT) + TITLE_WEIGHT * (term in in_title)
            # Both fit into one number, which keeps millions of them small.
            occurrences[term].append(entry << 8 | weight)

    def _weights(self, text: str, language: str) -> list[tuple[int, int]]:
        """The terms of a text and how often they stand there; texts of many items are read once."""
        known = self.known_texts.get((text, language))
        if known is None:
            known = [
                (self._term(language, term, word), number)
                for term, word, number in _terms(text, language)
            ]
            if len(self.known_texts) < KNOWN_TEXTS:
                self.known_texts[text, language] = known
        return known

    def _term(self, language: str, term: str, word: str) -> int:
        known = self.terms.get((language, term))
        if known is None:
            known = self.writer.add(SearchTerm, language=language, term=term, word=word)
            self.terms[language, term] = known
        return known

    def write(self) -> None:
        """Bring the occurrences into their table, term by term: in the order of its index."""
        table = Table(SearchOccurrence)
        columns = ", ".join(
            connection.ops.quote_name(table.fields[name].column)
            for name in ("id", "term_id", "entry_id", "weight")
        )
        rows: list[tuple[int, int, int, int]] = []
        for term in sorted(self.occurrences):
            for packed in self.occurrences.pop(term):
                key = self.writer.key(SearchOccurrence)
                rows.append((key, term, packed >> 8, packed & 255))
            if len(rows) >= 20 * CHUNK:
                insert(table.name, columns, rows)
                rows = []
        if rows:
            insert(table.name, columns, rows)
