"""Names of countries and languages in the reader's language, from the Unicode CLDR (Babel)."""

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# British English: day before month, as in the texts of the site.
BABEL_LOCALES = {"de": "de_DE", "en": "en_GB"}


@cache
def babel_locale(language: str) -> Locale:
    """The CLDR locale for a language of this site ("de" or "en").

    Raises `KeyError` for a language that the site does not speak.
    """
    return Locale.parse(BABEL_LOCALES[language])


def current_locale() -> Locale:
    """The CLDR locale of the active language."""
    return babel_locale((get_language() or "de").split("-")[0])


def country_name(code: str) -> str:
    """The name of an ISO 3166-1 alpha-2 country ("GH" → "Ghana"); an unknown code stays itself."""
    return current_locale().territories.get(code, code)


def language_name(code: str) -> str:
    """The name of an ISO 639 language ("fr" → "Französisch"); an unknown code stays itself."""
    return current_locale().languages.get(code, code)


def collation_key(name: str) -> tuple[str, str]:
    """Where a name stands among others: "Öhringen" beside "Ohlsdorf", not after "Zwickau".

    German (DIN 5007-1) and English both sort a letter with a mark as the letter without it, and
    ß as ss; marks count only between names that are the same otherwise.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UNMARKED))
    return "".join(char for char in plain if not unicodedata.combining(char)), name


def is_right_to_left(code: str) -> bool:
    """Whether an ISO 639 language is written from right to left; False for an unknown one."""
    try:
        return Locale.parse(code).character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


# Letters whose mark is no sign of its own in Unicode.
_UNMARKED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})


def country_choices() -> list[tuple[str, str]]:
    """All ISO 3166-1 alpha-2 countries as (code, name), sorted by name in the active language."""
    territories = current_locale().territories
    countries = [
        (code, name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    return sorted(countries, key=lambda pair: collation_key(pair[1]))


def language_choices() -> list[tuple[str, str]]:
    """Languages with an ISO 639 code as (code, name), sorted by name in the active language."""
    return list(_sorted_languages(current_locale()))


@cache
def _sorted_languages(locale: Locale) -> tuple[tuple[str, str], ...]:
    # Blocks ask for them whenever one is read.
    names = ((code, name) for code, name in locale.languages.items() if len(code) in (2, 3))
    return tuple(sorted(names, key=lambda pair: collation_key(pair[1])))


# CLDR also names groupings and reserved codes, which are no countries of ISO 3166-1.
_NOT_COUNTRIES = {
    "AC",
    "CP",
    "CQ",
    "DG",
    "EA",
    "EU",
    "EZ",
    "IC",
    "QO",
    "TA",
    "UN",
    "XA",
    "XB",
    "ZZ",
}
