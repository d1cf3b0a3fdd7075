"""The passage of a text that shows why it was found, with the words that were asked for marked."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .words import Word, words

LENGTH = 240
# A very long text is read piece by piece up to the first one with a match.
PIECE = 40_000
ELLIPSIS = "…"
# The end of a sentence, or of a part of the text (`core.search.index.SEPARATOR`).
_END = re.compile(r"(?:[.!?] )?· |(?<=[^\W\d]{3})[.!?] (?!·)")


@dataclass(frozen=True)
class Part:
    """A piece of text; `is_match` if it is a word that was asked for."""

    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Highlighted:
    """A text in pieces."""

    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def html(self) -> SafeString:
        """The text as HTML with `<mark>` around the matches."""
        return format_html_join(
            "",
            "{}{}{}",
            (
                (
                    SafeString("<mark>" if part.is_match else ""),
                    part.text,
                    SafeString("</mark>" if part.is_match else ""),
                )
                for part in self.parts
            ),
        )


def highlight(text: str, terms: Container[str], language: str) -> Highlighted:
    """The whole text with the words of these terms marked."""
    return _marked(text, _matches(text, terms, language, 0, len(text)), 0, len(text))


def excerpt(text: str, terms: Container[str], language: str) -> Highlighted:
    """About `LENGTH` characters of the text around most of the matches, else its beginning."""
    matches: list[Word] = []
    for piece in _pieces(text):
        matches = _matches(text, terms, language, *piece)
        if matches:
            break
    start = _beginning(text, matches)
    end = len(text)
    if end - start > LENGTH:
        end = max(text.rfind(" ", start, start + LENGTH), start + LENGTH // 2)
        end = max([end, *(word.end for word in matches if word.start < end)])
        while text[end - 1] in " ·":
            end -= 1
    shown = [word for word in matches if start <= word.start < end]
    passage = _marked(text, shown, start, end)
    before = (Part(f"{ELLIPSIS} "),) if start else ()
    after = (Part(f" {ELLIPSIS}"),) if end < len(text) else ()
    return Highlighted((*before, *passage.parts, *after))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the pieces of a text, which end between words."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + PIECE // 2)
        yield start, end
        start = end


def _matches(text: str, terms: Container[str], language: str, start: int, end: int) -> list[Word]:
    return [
        replace(word, start=word.start + start, end=word.end + start)
        for word in words(text[start:end], language)
        if word.term in terms
    ]


def _beginning(text: str, matches: Sequence[Word]) -> int:
    """Where the passage begins: at a sentence or word shortly before the best run of matches."""
    if not matches or len(text) <= LENGTH:
        return 0
    reach = LENGTH * 3 // 4
    best, best_value = matches[0], (0, 0)
    for i, first in enumerate(matches):
        run = [word for word in matches[i : i + 20] if word.end <= first.start + reach]
        value = (len({word.term for word in run}), len(run))
        if value > best_value:
            best, best_value = first, value
    earliest = max(0, best.start - LENGTH // 4)
    if earliest == 0:
        return 0
    ends = [match.end() for match in _END.finditer(text, earliest, best.start)]
    if ends:
        return ends[0]
    found = text.find(" ", earliest, best.start)
    return found + 1 if found >= 0 else best.start


def _marked(text: str, matches: Sequence[Word], start: int, end: int) -> Highlighted:
    parts: list[Part] = []
    position = start
    for word in matches:
        if word.start > position:
            parts.append(Part(text[position : word.start]))
        parts.append(Part(text[word.start : word.end], is_match=True))
        position = word.end
    if position < end:
        parts.append(Part(text[position:end]))
    return Highlighted(tuple(parts))
