"""Visible text of a template that is not marked: between tags, in attributes, in tag arguments.

The template's own syntax is taken out first, keeping what a literal argument would print; what
remains is HTML, which the standard library's parser reads.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal

from .extract_templates import BLOCKTRANSLATE, CONSTANT, END_BLOCKTRANSLATE, tag_name
from .project import has_words

_VISIBLE_ATTRIBUTES = frozenset(
    {
        "alt",
        "aria-description",
        "aria-label",
        "aria-placeholder",
        "aria-roledescription",
        "aria-valuetext",
        "data-label",
        "data-message",
        "data-text",
        "placeholder",
        "title",
    }
)
_LABELLED = frozenset({"optgroup", "option", "track"})
_BUTTON_TYPES = frozenset({"button", "reset", "submit"})
_META_NAMES = re.compile(r"^(?:description|keywords|(?:og|twitter):(?:title|description|.*:alt))$")
_SILENT = frozenset({"script", "style"})
# Elements without an end tag: HTML Living Standard, 13.1.2.
_VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)
# Arguments of template tags that end up as text: {% include "…" with title="…" %}.
_TEXT_ARGUMENTS = (
    "alt|aria_label|caption|description|heading|help_text|label|message|placeholder|text|title"
)
_ARGUMENT = re.compile(rf"(?:{_TEXT_ARGUMENTS})=({CONSTANT})(?:\||$)")
# Filters whose literal argument is printed, and blocks whose content is an attribute's value.
_PRINTING_FILTER = re.compile(
    rf"\|(?:add|default|default_if_none|join|pluralize|yesno):({CONSTANT})"
)
_ATTRIBUTE_BLOCK = re.compile(r"class(?:es|names?)?$|(?:^|_)(?:dir|id|lang|url)$")
_NAMING = frozenset({"block", "fragment"})
_NEITHER_TEXT_NOR_LETTER = "0"


def unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each visible piece of a template that is not marked.

    Elements with translate="no" are left out with all that is in them; one that is never closed
    in the same file is reported, because it would hide the rest.
    """
    html, arguments = _without_template_syntax(source)
    parser = _VisibleText()
    parser.feed(html)
    parser.close()
    yield from sorted(arguments + parser.found + parser.unclosed())


def _without_template_syntax(source: str) -> tuple[str, list[tuple[int, str]]]:
    """The HTML of a template, line for line, and the literal texts given to its tags."""
    html = ""
    arguments = []
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        html += "\n" * (token.lineno - 1 - html.count("\n"))
        if token.token_type == TokenType.TEXT:
            html += token.contents
        elif token.token_type == TokenType.VAR:
            # A name that a variable gives to an element is an element all the same.
            html += "x" if html.endswith(("<", "</")) else _printed(token)
        elif token.token_type == TokenType.BLOCK:
            html += _printed_by_tag(token)
            arguments += [(token.lineno, text) for text in _arguments(token)]
            _skip_content(token, tokens)
    return html, arguments


def _printed(token: Token) -> str:
    literals = _PRINTING_FILTER.findall(token.contents)
    if re.fullmatch(CONSTANT, token.contents):
        literals = [token.contents]
    return _as_html(literals)


def _printed_by_tag(token: Token) -> str:
    if tag_name(token) != "firstof":
        return ""
    return _as_html([bit for bit in token.split_contents() if re.fullmatch(CONSTANT, bit)])


def _as_html(literals: list[str]) -> str:
    texts = [re.sub(r"[<>\"'&]", " ", unescape_string_literal(literal)) for literal in literals]
    return _NEITHER_TEXT_NOR_LETTER + "".join(f" {text} " for text in texts)


def _arguments(token: Token) -> Iterator[str]:
    for bit in token.split_contents():
        match = _ARGUMENT.match(bit)
        if match and has_words(text := unescape_string_literal(match[1])):
            yield text


def _skip_content(token: Token, tokens: Iterator[Token]) -> None:
    """Move past what a tag encloses if it is marked, a comment, or an attribute's value."""
    name = tag_name(token)
    if name == "comment":
        ends: tuple[str, ...] = ("endcomment",)
    elif name in BLOCKTRANSLATE:
        ends = END_BLOCKTRANSLATE
    elif name in _NAMING and _ATTRIBUTE_BLOCK.search(_given_name(token)):
        ends = (f"end{name}",)
    else:
        return
    depth = 1
    for part in tokens:
        if tag_name(part) in ends:
            depth -= 1
        elif name in _NAMING and tag_name(part) == name:
            depth += 1
        if depth == 0:
            return


def _given_name(token: Token) -> str:
    """`name` of `{% block name %}` and of Wagtail's `{% fragment stripped as name %}`."""
    bits = token.split_contents()
    position = bits.index("as") + 1 if "as" in bits[:-1] else 1
    return bits[position] if len(bits) > position else ""


class _VisibleText(HTMLParser):
    """Collects line and text of what a browser shows or reads out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        # Open elements: name, whether its content is left alone, line where it says so itself.
        self._open: list[tuple[str, bool, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        silent = self._silent()
        own_line = 0
        match attributes.get("translate"):
            case "no":
                silent, own_line = True, line
            case "yes":
                silent = False
        if not silent:
            for value in _visible_values(tag, attributes):
                self._report(line, value)
        if tag not in _VOID:
            self._open.append((tag, silent or tag in _SILENT, own_line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        if self._silent():
            return
        for offset, text in enumerate(data.split("\n")):
            self._report(self.getpos()[0] + offset, text)

    def unclosed(self) -> list[tuple[int, str]]:
        return [
            (line, f'<{tag} translate="no"> without its end') for tag, _, line in self._open if line
        ]

    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def _report(self, line: int, text: str) -> None:
        if has_words(text):
            self.found.append((line, " ".join(text.split())))


def _visible_values(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if (
            name in _VISIBLE_ATTRIBUTES
            or (name == "label" and tag in _LABELLED)
            or (name == "value" and tag == "input" and attributes.get("type") in _BUTTON_TYPES)
        ):
            yield value
    if tag == "meta":
        kind = attributes.get("name") or attributes.get("property") or ""
        if _META_NAMES.match(kind):
            yield attributes.get("content", "")
