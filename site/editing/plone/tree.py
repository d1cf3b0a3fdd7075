"""Which item becomes what, and below which other: decided before anything is made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from .items import PUBLISHED, Item
from .reading import Export
from .report import Report


class Kind(Enum):
    """What an item becomes on this site."""

    HOME = "start page"
    CONTENT = "content page"
    NEWS_LIST = "news list"
    NEWS = "news item"
    IMAGE = "picture"
    DOCUMENT = "document"
    COLLECTION = "collection of files"
    REDIRECT = "redirect"

    @property
    def is_page(self) -> bool:
        return self in (Kind.HOME, Kind.CONTENT, Kind.NEWS_LIST, Kind.NEWS)


NEWS_TYPES = {"News Item", "Event"}
FOLDER_TYPES = {"Folder", "Large Plone Folder", "LIF"}
MEDIA_TYPES = {"Image": Kind.IMAGE, "File": Kind.DOCUMENT}


@dataclass
class Planned:
    """One item and what it becomes.

    `text` is the item whose text the page shows: its default page, else itself. `parent` is what
    stands above it in Plone, None at the top. `merged` are items that became part of this one.
    """

    item: Item
    kind: Kind
    text: Item
    parent: "Planned | None" = None
    is_published: bool = True
    merged: list[Item] = field(default_factory=list)


class Plan:
    """What becomes of all items: in the order of `planned`, parents before children."""

    def __init__(self, items: Iterable[Item], export: Export, report: Report) -> None:
        self.report = report
        self.items = list(items)
        self._children: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.path:
                self._children[item.parent_path].append(item)
        self._default_pages = dict(self._find_default_pages(export.default_pages))
        self._as_default = {id(page) for page in self._default_pages.values()}
        self.planned: list[Planned] = []
        self._by_path: dict[str, Planned] = {}
        self._states = {item.path: item for item in self.items}
        for item in self.items:
            self._add(item)

    def _find_default_pages(self, named: dict[str, str]) -> Iterator[tuple[str, Item]]:
        """Path of a folder → the page that is shown for it, if that is a page of text."""
        for item in self.items:
            wanted = named.get(item.uid)
            for child in self._children[item.path]:
                if wanted and wanted in (child.uid, child.id) and child.type == "Document":
                    yield item.path, child

    def _add(self, item: Item) -> None:
        parent = self._above(item)
        if id(item) in self._as_default and parent:
            parent.merged.append(item)
            self._by_path[item.path] = parent
            return
        kind = self._kind(item)
        if kind is None:
            return
        planned = Planned(
            item=item,
            kind=kind,
            text=self._default_pages.get(item.path, item),
            parent=parent,
            is_published=self._is_published(item),
        )
        self.planned.append(planned)
        self._by_path[item.path] = planned

    def _kind(self, item: Item) -> Kind | None:
        if item.is_root:
            return Kind.HOME
        if item.type in MEDIA_TYPES:
            return MEDIA_TYPES[item.type]
        if item.type in NEWS_TYPES:
            return Kind.NEWS
        if item.type == "Document":
            return Kind.CONTENT
        if item.type == "Link":
            return Kind.REDIRECT
        if item.type in FOLDER_TYPES:
            return self._kind_of_folder(item)
        self.report.note(item.path, f"there is nothing here for the type “{item.type}”")
        return None

    def _kind_of_folder(self, item: Item) -> Kind | None:
        inside = {below.type for below in self._below(item)} - FOLDER_TYPES
        if item.path in self._default_pages or "Document" in inside:
            return Kind.CONTENT
        if inside & NEWS_TYPES:
            return Kind.NEWS_LIST
        if inside & MEDIA_TYPES.keys() or item.type == "LIF":
            return Kind.COLLECTION
        self.report.note(item.path, "the folder holds nothing that could be shown; left out")
        return None

    def _below(self, item: Item) -> Iterator[Item]:
        for child in self._children[item.path]:
            yield child
            yield from self._below(child)

    def _above(self, item: Item) -> Planned | None:
        """The nearest item above that becomes something."""
        path = item.path
        while path:
            path = path.rpartition("/")[0]
            if path in self._by_path:
                return self._by_path[path]
        return None

    def _is_published(self, item: Item) -> bool:
        """By its own state, else by that of what it lies in; what has no workflow is public."""
        path = item.path
        while True:
            found = self._states.get(path)
            if found is not None and found.review_state:
                return found.review_state in PUBLISHED
            if not path:
                return True
            path = path.rpartition("/")[0]
