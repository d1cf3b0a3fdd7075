"""Placeholders and markup inside a message: what a translation must carry over unchanged."""

import re
from collections import Counter

_PERCENT = re.compile(r"%%|%\((?P<name>\w+)\)(?P<type>[#0+-]?[\d.]*[a-zA-Z])|(?P<plain>%[srdif])")
_BRACES = re.compile(r"\{\{|\}\}|\{(?P<field>\w*)(?P<rest>(?:![rsa])?(?::[^{}]*)?)\}")
_UNNAMED = frozenset({"{}", "%s", "%r", "%d", "%i", "%f"})
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)[^<>]*>")


def placeholders(text: str) -> set[tuple[str, int]]:
    """The placeholders of a text: `%(name)s` and `{name}` once, unnamed ones as often as used."""
    counted = Counter(_percent(text) + _braces(text))
    return {(field, count if field in _UNNAMED else 1) for field, count in counted.items()}


def tags(text: str) -> Counter[str]:
    """The HTML tags of a text by name, opening and closing ones apart; attributes are left out."""
    return Counter(f"<{match['close']}{match['name'].lower()}>" for match in _TAG.finditer(text))


def format_flags(msgid: str) -> list[str]:
    """The flags by which translation tools know the kind of placeholder."""
    flags = []
    if _percent(msgid):
        flags.append("python-format")
    if _braces(msgid):
        flags.append("python-brace-format")
    return flags


def breaks_formatting(msgid: str, translation: str) -> bool:
    """Whether `msgid % values` works and `translation % values` does not, as with a bare `%`."""
    return _formattable(msgid) and not _formattable(translation)


def _percent(text: str) -> list[str]:
    # A date's form within braces has percent signs of its own: {day:%d.%m.}
    outside = _BRACES.sub("", text)
    return [match[0] for match in _PERCENT.finditer(outside) if match[0] != "%%"]


def _braces(text: str) -> list[str]:
    return [match[0] for match in _BRACES.finditer(text) if match["field"] is not None]


def _formattable(text: str) -> bool:
    named = {match["name"]: 1 for match in _PERCENT.finditer(text) if match["name"]}
    plain = tuple(1 for match in _PERCENT.finditer(text) if match["plain"])
    if "%" not in text:
        return True
    try:
        text % (named or plain)
    except (KeyError, TypeError, ValueError):
        return False
    return True
