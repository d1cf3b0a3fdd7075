"""Pages in plain language (Leichte Sprache): the rules of BITV 2.0, Annex 2, Part 2 that can be
counted. Whether a text is understood, only its readers can say."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from core.content_checks import Content, Finding, check
from home.models.pages import HomeAccessLink

from .sentences import abbreviations, sentences, words

# No. 5 asks for short sentences and gives no number; the handbooks of the field count 8 to 15.
LONGEST_SENTENCE = 15
# No. 4: compounds are parted by a hyphen; the shorter ones are read as one.
LONGEST_WORD = 16
RULES = gettext_lazy("BITV 2.0, Annex 2, Part 2, No. {number}; DIN SPEC 33429")
NAMES = re.compile(
    r"leicht\w*[ -]sprache|einfach\w*[ -]sprache|leicht[ -]lesen|plain[ -]language|"
    r"easy[ -]language|easy[ -](to[ -])?read",
    re.IGNORECASE,
)
SIGNS = re.compile(r"geb(ä|ae)rden|sign[ -]language", re.IGNORECASE)
PARTS = re.compile(r"[-‧·/]")


def _source(number: int) -> str:
    return format_lazy(RULES, number=number)


def is_in_plain_language(page: Page) -> bool:
    """Whether the page, or one above it, is called so or is the start page's page for it."""
    own = Page(title=page.title, slug=page.slug, translation_key=page.translation_key)
    family = [own]
    if page.path:
        above = page.get_ancestors().filter(depth__gt=2)
        family += above.only("title", "slug", "translation_key")
    if any(NAMES.search(f"{one.title} {one.slug}") for one in family):
        return True
    keys = [one.translation_key for one in family if not SIGNS.search(f"{one.title} {one.slug}")]
    return HomeAccessLink.objects.filter(page__translation_key__in=keys).exists()


def _texts(content: Content) -> list[tuple[str, str]]:
    """(place, text) of everything on a page in plain language; nothing on other pages."""
    if not content.texts or not is_in_plain_language(content.page):
        return []
    return [(text.content_path, text.text) for text in content.texts]


@check("plain-sentence", source=_source(5))
def sentences_are_short(content: Content) -> Iterator[Finding]:
    for content_path, text in _texts(content):
        for sentence in sentences(text):
            count = len(words(sentence))
            if count > LONGEST_SENTENCE:
                yield Finding(
                    _("Plain language: this sentence has %(count)d words, more than %(limit)d.")
                    % {"count": count, "limit": LONGEST_SENTENCE},
                    content_path,
                    sentence,
                )


@check("plain-word", source=_source(4))
def long_words_are_parted(content: Content) -> Iterator[Finding]:
    if content.language != "de":
        return
    for content_path, text in _texts(content):
        for word in words(text):
            if max(map(len, PARTS.split(word))) > LONGEST_WORD:
                yield Finding(
                    _("Plain language: part this long word by a hyphen, or say it another way."),
                    content_path,
                    word,
                )


@check("plain-abbreviation", source=_source(1))
def nothing_is_abbreviated(content: Content) -> Iterator[Finding]:
    for content_path, text in _texts(content):
        for abbreviation in abbreviations(text):
            yield Finding(
                _("Plain language: write this abbreviation out."), content_path, abbreviation
            )
