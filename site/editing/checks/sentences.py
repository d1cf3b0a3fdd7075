"""Sentences and words of German and English texts, well enough to count them."""

import re

# What ends in a full stop and ends no sentence.
ABBREVIATION = re.compile(
    r"\b(z\.\s?B|d\.\s?h|u\.\s?a|u\.\s?v\.\s?m|o\.\s?ä|i\.\s?d\.\s?R|z\.\s?T|v\.\s?a|e\.\s?V|"
    r"usw|bzw|ca|ggf|inkl|vgl|etc|evtl|sog|Nr|Abs|Art|Dr|Prof|Hr|Fr|St|Str|Mio|Mrd|Tel|"
    r"Jan|Feb|Aug|Sept|Okt|Nov|Dez|e\.g|i\.e|Mr|Mrs|Ms|No)\.",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\b\d{1,2}\.(?=\s)")
INITIAL = re.compile(r"\b[A-ZÄÖÜ]\.(?=\s[A-ZÄÖÜ])")
END = re.compile(r"(?<=[.!?…])[»“”\")]*\s+")
WORD = re.compile(r"\w[\w’'·‧-]*")
HELD = "\u2024"  # stands in for a full stop that ends nothing


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph: what full stop, exclamation or question mark part."""
    for pattern in (ABBREVIATION, ORDINAL, INITIAL):
        text = pattern.sub(lambda found: found[0].replace(".", HELD), text)
    return [part.replace(HELD, ".").strip() for part in END.split(text) if part.strip()]


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def abbreviations(text: str) -> list[str]:
    """Shortened words with full stops ("z. B.", "usw.")."""
    return [found[0] for found in ABBREVIATION.finditer(text)]
