"""Words of a text, and the form under which a word is found ("term").

Words that a reader takes for the same have the same term: "Kommunen" and "Kommune" (Snowball's
stemmers), "Köln", "Koeln", "koln" and "Cologne", "Beraterinnen" and "Berater*innen".
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from .common_words import COMMON_WORDS
from .place_names import name_pairs

ALGORITHMS = {"de": "german", "en": "english"}
MAX_TERM_LENGTH = 40

# Letters and digits; with a mark before its end, a German form for all genders is one word:
# "Berater*innen", "Berater:innen", "Berater_innen", "Berater/-innen".
_WORD = re.compile(r"[^\W_]+(?:(?:[*:_·]|/-?)[iI]n(?:nen)?(?![^\W_]))?")
_GENDER_MARK = re.compile(r"[*:_·/-]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d"})
# "ae", "oe" and "ue" stand for an umlaut, unless another vowel or "q" comes before: "neue",
# "Bauer" and "Quelle" keep theirs. That some foreign words lose an "e" does no harm, because
# they lose it everywhere.
_UMLAUT = re.compile(r"(?<![aeiouyq])([aou])e")

# Women's forms beside "-erin", which the stemmer knows: "Migrantin", "Expertinnen", "Autorin".
_WOMEN = re.compile(r"(?<=[a-z]{2}(?:eg|nt|og|or|rt|st|ur))in(?:nen)?$")
# What German stemming leaves behind: the "s" of "Kölns", "Ghanas", "Autos".
_LAST_S = re.compile(r"(?<=[a-z]{3}[aioun])s$")
_IRREGULAR = {
    "firmen": "firma",
    "foren": "forum",
    "gremien": "gremium",
    "kriterien": "kriterium",
    "museen": "museum",
    "themen": "thema",
    "zentren": "zentrum",
}

_local = threading.local()


@dataclass(frozen=True)
class Word:
    """A word where it stands in a text (`text[start:end]`), with its term."""

    text: str
    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents and other marks: "Köln" → "koln", "Straße" → "strasse"."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def spelling_key(word: str) -> str:
    """What is the same for all spellings of a word: "Köln" and "Koeln" → "koln"."""
    return _UMLAUT.sub(r"\1", fold(word))


@lru_cache(maxsize=50_000)
def term(word: str, language: str) -> str:
    """The form under which a word of this language is found; at most `MAX_TERM_LENGTH` long."""
    stem = _stem(word, language)
    return _own_names(language).get(stem, stem)


def _stem(word: str, language: str) -> str:
    word = _GENDER_MARK.sub("", word)
    if len(word) > 2 and word[:-1].isupper() and word[-1] == "s":
        word = word[:-1]  # "NGOs"
    if language == "de":
        # Before stemming: the endings' rules then see one spelling only.
        stem = _german_stem(spelling_key(word))
    elif language in ALGORITHMS:
        # After stemming: in English "ue" and "oe" are part of endings ("values", "shoes").
        stem = spelling_key(_stemmer(language).stemWord(fold(word)))
    else:
        stem = spelling_key(word)
    return stem[:MAX_TERM_LENGTH]


@cache
def _own_names(language: str) -> dict[str, str]:
    """The stems of places' names in the other language, and what the place is called in this."""
    if language not in ALGORITHMS:
        return {}
    return {_stem(foreign, language): _stem(own, language) for foreign, own in name_pairs(language)}


def words(text: str, language: str) -> Iterator[Word]:
    """The words of a text in their order, without those that say nothing ("der", "and")."""
    common = COMMON_WORDS.get(language, frozenset())
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) > 1 and word.lower() not in common:
            yield Word(word, term(word, language), match.start(), match.end())


def _german_stem(word: str) -> str:
    word = _IRREGULAR.get(word) or _WOMEN.sub("", word)
    return _LAST_S.sub("", _stemmer("de").stemWord(word))


def _stemmer(language: str):
    """One stemmer per thread: it keeps the word that it works on."""
    if not hasattr(_local, "stemmers"):
        _local.stemmers = {}
    if language not in _local.stemmers:
        _local.stemmers[language] = snowballstemmer.stemmer(ALGORITHMS[language])
    return _local.stemmers[language]
