"""Published pages in both languages, as rows: the tree, what search and API know of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from wagtail.models import Page

from core.models import BasePage
from core.urls import page_type
from delivery.models import Change, PublicItem

from .indexing import Entries, Reference, SiteSearch, add_references, content_type
from .rows import Writer
from .texts import LANGUAGES

FIRST = datetime(2016, 1, 4, 9, tzinfo=UTC)  # when the first item was published


@dataclass(frozen=True)
class Block:
    """A block of a body: its type, its stored value, and what of it is searched."""

    type: str
    value: Any
    texts: tuple[str, ...]


def block_of(stream: Any, kind: str, value: Any) -> Block:
    """A block with its texts, as the stream itself finds them."""
    child = stream.child_blocks[kind]
    texts = child.get_searchable_content(child.to_python(value))
    return Block(kind, value, tuple(texts))


def block_id(item: int, place: int) -> str:
    """The id of a block: the same in both languages, as translations keep it."""
    return str(UUID(int=(item << 64) | (4 << 76) | (8 << 60) | place))


def body_json(item: int, blocks: Iterable[Block]) -> str:
    """A body as it is stored."""
    return json.dumps(
        [
            {"type": block.type, "value": block.value, "id": block_id(item, place)}
            for place, block in enumerate(blocks)
        ]
    )


def body_texts(blocks: Iterable[Block]) -> list[str]:
    return [text for block in blocks for text in block.texts]


@dataclass
class Branch:
    """Where the pages of a model hang: the index page of each language, and the next place."""

    model: type[BasePage]
    parents: dict[str, Any]
    next_step: dict[str, int] = field(default_factory=dict)


class Pages:
    """Adds pages with all that publishing them would have written."""

    def __init__(self, writer: Writer, entries: Entries, search: SiteSearch) -> None:
        self.writer, self.entries, self.search = writer, entries, search
        self.changes: list[tuple[datetime, str, str, str]] = []

    def branch(self, model: type[BasePage], index: type[Page]) -> Branch:
        """The place for pages of a model, below the index pages of both languages."""
        parents = {
            page.locale.language_code: page for page in index.objects.select_related("locale")
        }
        branch = Branch(model, parents)
        for language, parent in parents.items():
            last = parent.get_children().order_by("-path").first()
            branch.next_step[language] = 1 + (_step(last.path) if last else 0)
        return branch

    def add(
        self,
        branch: Branch,
        language: str,
        values: dict[str, Any],
        searched: dict[str, Any],
        references: Iterable[Reference],
        *,
        is_public: bool = True,
    ) -> int:
        """A page: its own columns and those of `Page`; `searched` are the values of its search
        fields by name. Returns the primary key."""
        parent, model = branch.parents[language], branch.model
        step = branch.next_step[language]
        branch.next_step[language] += 1
        path = Page._get_path(parent.path, parent.depth + 1, step)
        slug, title = values["slug"], values["title"]
        at = values["first_published_at"]
        key = self.writer.add(
            Page,
            path=path,
            depth=parent.depth + 1,
            numchild=0,
            url_path=f"{parent.url_path}{slug}/",
            draft_title=title,
            content_type_id=content_type(model),
            locale_id=parent.locale_id,
            last_published_at=at if values.get("live", True) else None,
            has_unpublished_changes=not values.get("live", True),
            **{name: value for name, value in values.items() if name in _columns_of_pages()},
        )
        own = {name: v for name, v in values.items() if name not in _columns_of_pages()}
        self.writer.add(model, page_ptr_id=key, **own)
        add_references(self.writer, model, key, references)
        self._index(model, key, language, title, searched)
        if is_public:
            self._record(model, key, language, title, path, f"{parent.full_url}{slug}/", at)
        return key

    def _index(
        self, model: type[BasePage], key: int, language: str, title: str, searched: dict[str, Any]
    ) -> None:
        names = _search_fields(model)
        values = [searched.get(name, "") for name in names]
        self.entries.add(model, key, title, values, typed=title)
        texts = [searched.get(name, "") for name in names if name != "search_description"]
        texts.append(searched.get("search_description", ""))
        self.search.add(key, language, model.search_kind.name, title, texts)

    def _record(
        self,
        model: type[BasePage],
        key: int,
        language: str,
        title: str,
        path: str,
        url: str,
        at: datetime,
    ) -> None:
        kind = _type_of(model)
        self.writer.add(
            PublicItem,
            what="pages",
            object_id=str(key),
            type=kind,
            language=language,
            title=title,
            url=url,
            path=path,
        )
        self.changes.append((at, str(key), kind, language))

    def finish(self, sequence: int, now: datetime) -> int:
        """Number the changes after `sequence`, the last an hour ago. Returns the last number.

        They lie so close that all are still kept (CHANGES_KEPT_DAYS).
        """
        for number, (__, key, kind, language) in enumerate(sorted(self.changes), start=1):
            behind = len(self.changes) - number
            self.writer.add(
                Change,
                sequence=sequence + number,
                at=now - timedelta(hours=1, seconds=behind),
                kind=Change.Kind.PUBLISHED,
                what="pages",
                object_id=key,
                type=kind,
                language=language,
            )
        return sequence + len(self.changes)

    def count_children(self, *branches: Branch) -> None:
        """The tree knows how many children a page has."""
        for branch in branches:
            for language in LANGUAGES:
                parent = branch.parents[language]
                children = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
                Page.objects.filter(pk=parent.pk).update(numchild=children.count())


def _step(path: str) -> int:
    return Page._str2int(path[-Page.steplen :])


@lru_cache(maxsize=1)
def _columns_of_pages() -> frozenset[str]:
    return frozenset(field.attname for field in Page._meta.local_concrete_fields)


@lru_cache(maxsize=16)
def _type_of(model: type[BasePage]) -> str:
    return page_type(model(content_type_id=content_type(model))) or ""


@lru_cache(maxsize=16)
def _search_fields(model: type[BasePage]) -> list[str]:
    names = [field.field_name for field in model.get_searchable_search_fields()]
    return [name for name in names if name != "title"]
