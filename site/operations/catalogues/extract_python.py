"""Marked strings of a Python file, read by Babel."""

import ast
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from babel.messages.extract import extract as babel_extract

from .marked import Marked, Unreadable

# Function -> which of its arguments are context ("c"), singular, plural; counted from 1.
_SINGULAR: tuple[Any, ...] = (1,)
_PLURAL: tuple[Any, ...] = (1, 2)
_IN_CONTEXT: tuple[Any, ...] = ((1, "c"), 2)
_PLURAL_IN_CONTEXT: tuple[Any, ...] = ((1, "c"), 2, 3)
MARKERS = {
    "_": _SINGULAR,
    "gettext": _SINGULAR,
    "gettext_lazy": _SINGULAR,
    "gettext_noop": _SINGULAR,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _IN_CONTEXT,
    "pgettext_lazy": _IN_CONTEXT,
    "npgettext": _PLURAL_IN_CONTEXT,
    "npgettext_lazy": _PLURAL_IN_CONTEXT,
}
_COMMENT_TAG = "Translators"


def python_messages(source: bytes) -> Iterator[Marked | Unreadable]:
    """The marked strings of a Python file, in the order of the file.

    Names given in `from django.utils.translation import … as …` count as markers too.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        yield Unreadable(getattr(error, "lineno", None) or 0, "is not valid Python", str(error))
        return
    markers = MARKERS | _aliases(tree)
    read: set[str] = set()
    found = babel_extract("python", BytesIO(source), markers, [_COMMENT_TAG])
    for line, texts, comments, context in found:
        msgid, plural = texts if isinstance(texts, tuple) else (texts, None)
        read.add(msgid)
        yield Marked(line, msgid, context, plural, tuple(comments))
    yield from _unreadable(tree, markers, read)


def marker_name(call: ast.Call) -> str | None:
    """The last name of what is called: `gettext` of `translation.gettext("…")`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return None


def _aliases(tree: ast.Module) -> dict[str, tuple[Any, ...]]:
    return {
        alias.asname: MARKERS[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.asname and alias.name in MARKERS
    }


def _unreadable(
    tree: ast.Module, markers: dict[str, tuple[Any, ...]], read: set[str]
) -> Iterator[Unreadable]:
    """Marking calls that look translated but that no catalogue will ever hold."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or (name := marker_name(call)) not in markers:
            continue
        spec = markers[name]
        position = next(part for part in spec if isinstance(part, int)) - 1
        if len(call.args) <= position:
            continue
        argument = call.args[position]
        if isinstance(argument, ast.Constant):
            # Babel reads tokens and so, before Python 3.12, sees nothing within an f-string.
            if isinstance(argument.value, str) and argument.value not in read:
                reason = "is marked where it cannot be read, take it out of the f-string"
                yield Unreadable(argument.lineno, reason, argument.value)
        elif isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call):
            reason = "is put together before it is translated, use placeholders"
            yield Unreadable(argument.lineno, reason, ast.unparse(argument))
