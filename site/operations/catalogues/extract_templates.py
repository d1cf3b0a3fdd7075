"""Marked strings of a Django template, read with Django's own lexer.

Django's `templatize` makes source for xgettext from a template; its result does not always
survive another reader (a `|` or a `%` in `_("…")`, an escaped quotation mark). Here the strings
are read as `django.templatetags.i18n` looks them up: percent signs doubled, variables as
`%(name)s`, white space trimmed with `trimmed`.
"""

import re
from collections.abc import Iterator

from django.template.base import Lexer, Token, TokenType
from django.utils.text import unescape_string_literal
from django.utils.translation import trim_whitespace

from .marked import Marked, Unreadable

CONSTANT = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*\'"""
TRANSLATE = ("translate", "trans")
BLOCKTRANSLATE = ("blocktranslate", "blocktrans")
END_BLOCKTRANSLATE = ("endblocktranslate", "endblocktrans")
_LEADING = re.compile(CONSTANT)
_MARKED = re.compile(rf"_\(({CONSTANT})\)")
_COMMENT_TAG = "Translators"


def tag_name(token: Token) -> str:
    """The first word of a block tag; empty for any other token."""
    if token.token_type != TokenType.BLOCK:
        return ""
    return token.contents.split(maxsplit=1)[0] if token.contents else ""


def template_messages(source: str) -> Iterator[Marked | Unreadable]:
    """The marked strings of a template, in the order of the file.

    Reads `translate`, `blocktranslate` (count and plural, context, trimmed, asvar, with) and
    `_("…")` in variables, filters and tag arguments. A comment that starts with "Translators"
    goes with the next string.
    """
    tokens = iter(Lexer(source).tokenize())
    comments: tuple[str, ...] = ()
    for token in tokens:
        if token.token_type == TokenType.COMMENT or tag_name(token) == "comment":
            comments += tuple(_comment(token, tokens))
            continue
        for item in _messages(token, tokens):
            if isinstance(item, Marked):
                item = Marked(item.line, item.msgid, item.context, item.plural, comments)
                comments = ()
            yield item


def _comment(token: Token, tokens: Iterator[Token]) -> Iterator[str]:
    text = token.contents
    if token.token_type != TokenType.COMMENT:
        inside = []
        for part in tokens:
            if tag_name(part) == "endcomment":
                break
            inside.append(part.contents)
        text = " ".join(inside)
    if text.strip().startswith(_COMMENT_TAG):
        yield trim_whitespace(text)


def _messages(token: Token, tokens: Iterator[Token]) -> Iterator[Marked | Unreadable]:
    if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
        return
    yield from _constants(token)
    if tag_name(token) in TRANSLATE:
        yield from _translate(token)
    elif tag_name(token) in BLOCKTRANSLATE:
        yield from _blocktranslate(token, tokens)


def _constants(token: Token) -> Iterator[Marked | Unreadable]:
    for match in _MARKED.finditer(token.contents):
        text = unescape_string_literal(match[1])
        if "%" in text:
            # Django doubles the sign to look the string up and leaves it doubled on the page.
            reason = "has a percent sign in _(), use the translate tag"
            yield Unreadable(token.lineno, reason, text)
        else:
            yield Marked(token.lineno, text)


def _translate(token: Token) -> Iterator[Marked | Unreadable]:
    bits = token.split_contents()
    if len(bits) < 2 or not (literal := _LEADING.match(bits[1])):
        return
    msgid = unescape_string_literal(literal[0]).replace("%", "%%")
    yield from _in_context(token, bits[2:], msgid)


def _blocktranslate(token: Token, tokens: Iterator[Token]) -> Iterator[Marked | Unreadable]:
    bits = token.split_contents()
    forms: list[list[str]] = [[]]
    for part in tokens:
        if part.token_type == TokenType.TEXT:
            forms[-1].append(part.contents.replace("%", "%%"))
        elif part.token_type == TokenType.VAR:
            forms[-1].append(f"%({part.contents})s")
        elif tag_name(part) in END_BLOCKTRANSLATE:
            break
        elif tag_name(part) == "plural":
            forms.append([])
        elif part.token_type == TokenType.BLOCK:
            yield Unreadable(part.lineno, "is a tag within blocktranslate", part.contents)
    else:
        yield Unreadable(token.lineno, "blocktranslate is not closed", token.contents)
        return
    texts = ["".join(form) for form in forms]
    if "trimmed" in bits:
        texts = [trim_whitespace(text) for text in texts]
    yield from _in_context(token, bits[1:], *texts)


def _in_context(
    token: Token, bits: list[str], msgid: str, plural: str | None = None
) -> Iterator[Marked | Unreadable]:
    context = None
    if "context" in bits[:-1]:
        literal = bits[bits.index("context") + 1]
        if not _LEADING.fullmatch(literal):
            yield Unreadable(token.lineno, "has a context that is not a literal", literal)
            return
        context = unescape_string_literal(literal)
    yield Marked(token.lineno, msgid, context, plural)
