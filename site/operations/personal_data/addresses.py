"""E-mail addresses in texts: `anna@web.de` stands neither in `johanna@web.de` nor in
`anna@web.de.example.org`, but at the end of a sentence, in brackets and in other letter cases."""

import re
from functools import lru_cache

ADDRESS = re.compile(r"""[^@\s<>"/]+@[^@\s<>"/]+""")
# What JSON and Python write for a character: the letters in it are no part of what follows.
ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrtbf])")


def is_address(word: str) -> bool:
    """Whether a word is an e-mail address and nothing else."""
    return ADDRESS.fullmatch(word) is not None


def holds(text: str, address: str) -> bool:
    """Whether an address stands in a text, also in one that JSON wrote."""
    pattern = _pattern(address)
    plain = text.casefold()
    if pattern.search(plain):
        return True
    unescaped = ESCAPE.sub(_character, text).casefold()
    return unescaped != plain and pattern.search(unescaped) is not None


def without(text: str, address: str, instead: str) -> str:
    """The text with something else instead of an address, wherever it stands."""
    return _pattern(address).sub(instead, text)


@lru_cache(maxsize=64)
def _pattern(address: str) -> re.Pattern[str]:
    word = re.escape(address.strip().casefold())
    return re.compile(rf"(?<![\w.+%-]){word}(?![\w-]|\.\w)", re.IGNORECASE)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else " "
