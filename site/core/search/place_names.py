"""Places that have one name in German and another in English: both find both.

Countries come from the Unicode CLDR (Babel). It has no cities and regions: those are typed in
here, as far as readers of this site may ask for them.
"""

from collections.abc import Iterator

from ..names import babel_locale

_NAMED = """
Bayern Bavaria
Braunschweig Brunswick
Brüssel Brussels
Franken Franconia
Genf Geneva
Hannover Hanover
Hessen Hesse
Kairo Cairo
Kiew Kyiv
Koblenz Coblenz
Köln Cologne
Konstanz Constance
Kopenhagen Copenhagen
Lissabon Lisbon
Mailand Milan
Moskau Moscow
München Munich
Nürnberg Nuremberg
Peking Beijing
Pfalz Palatinate
Prag Prague
Preußen Prussia
Rhein Rhine
Rheinland Rhineland
Sachsen Saxony
Schwaben Swabia
Straßburg Strasbourg
Thüringen Thuringia
Türkei Turkey
Warschau Warsaw
Westfalen Westphalia
Wien Vienna
Zürich Zurich
"""
# Names that are common words of the other language.
_MISLEADING = {"en": {"Island", "Franken", "Hessen"}, "de": set[str]()}


def name_pairs(language: str) -> Iterator[tuple[str, str]]:
    """(name in the other language, name in this one) of places, both of one word.

    `language` is "de" or "en"; `KeyError` for another one.
    """
    pairs = [(line.split()[0], line.split()[1]) for line in _NAMED.strip().splitlines()]
    german, english = babel_locale("de").territories, babel_locale("en").territories
    pairs += [(german[code], english[code]) for code in german if _is_country(code)]
    for in_german, in_english in pairs:
        foreign, own = (in_german, in_english) if language == "en" else (in_english, in_german)
        of_one_word = foreign.isalpha() and own.isalpha()
        if of_one_word and foreign != own and foreign not in _MISLEADING[language]:
            yield foreign, own


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha()
