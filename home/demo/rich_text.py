"""HTML of the data files → rich text as Wagtail's editor stores it."""

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

from .data import DemoDataError
from .keys import identifier

# What the features that the site allows (`core.blocks.text.RICH_TEXT_FEATURES`) can make.
BLOCKS = {"p", "ul", "ol", "li"}
TAGS = BLOCKS | {"a", "b", "i"}
INTERNAL = ("page", "document")
EXTERNAL = ("https://", "mailto:")

Find = Callable[[str, str], int]


class _InOrder(HTMLFormatter):
    """Writes attributes in their order, as Wagtail's editor does; Beautiful Soup sorts them."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, str]]:
        return tag.attrs.items()


def stored_rich_text(html: str, place: str, find: Find) -> str:
    """The rich text to be stored.

    `find(kind, key)` gives the primary key of a linked page or document (`href="page:KEY"`). White
    space of the data file goes. Blocks carry the keys with which the editor knows them again, so
    that opening and saving a page changes nothing. Raises `DemoDataError` for other tags and
    targets than the editor has.
    """
    soup = BeautifulSoup(html, "html.parser")
    for text in list(soup.find_all(string=True)):
        _tidy(text)
    for number, tag in enumerate(soup.find_all(True)):
        if tag.name not in TAGS:
            raise DemoDataError(place, f"<{tag.name}> has no place in rich text")
        if tag.name == "a":
            tag.attrs = _link(tag, place, find)
        elif tag.name in ("p", "li"):
            tag.attrs = {"data-block-key": identifier(f"{place}/{number}").hex[:5]}
    return soup.decode(formatter=_InOrder(EntitySubstitution.substitute_xml))


def _tidy(text: NavigableString) -> None:
    words = re.sub(r"\s+", " ", text)
    if text.parent.name in ("[document]", "ul", "ol"):
        words = words.strip()
    elif text.parent.name in BLOCKS:
        words = words.lstrip() if text.previous_sibling is None else words
        words = words.rstrip() if text.next_sibling is None else words
    text.replace_with(words) if words else text.extract()


def _link(tag: Tag, place: str, find: Find) -> dict[str, str]:
    href = tag.get("href", "")
    kind, _, key = href.partition(":")
    if kind in INTERNAL:
        return {"linktype": kind, "id": str(find(kind, key))}
    if href.startswith(EXTERNAL):
        return {"href": href}
    raise DemoDataError(place, f"a link cannot lead to “{href}”")
