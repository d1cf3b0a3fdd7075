"""Texts that everybody can read, and that are finished."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.content_checks import HANDBOOK, Content, Finding, check
from core.prompts import PROMPT

from .sentences import sentences, words

# Readers lose the thread of longer sentences; the GOV.UK style guide splits from 25 words on,
# German sentences carry a little more.
LONGEST_SENTENCE = 35
SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{4,}(?:[\s-]+[A-ZÄÖÜ]{4,})+\b|\b[A-ZÄÖÜ]{10,}\b")
UNFINISHED = re.compile(rf"{PROMPT.pattern}|\bLorem ipsum\b|\bTODO\b|\bXXX+\b", re.IGNORECASE)
# What search engines show of a description before they cut it off, in characters.
SHOWN_OF_DESCRIPTION = 160
SHOWN_OF_TITLE = 70


@check("sentence-long", source="WCAG 2.2, 3.1.5; GOV.UK style guide")
def sentences_can_be_followed(content: Content) -> Iterator[Finding]:
    for text in content.texts:
        for sentence in sentences(text.text):
            count = len(words(sentence))
            if count > LONGEST_SENTENCE:
                yield Finding(
                    _("This sentence has %(count)d words. Make two or three of it.")
                    % {"count": count},
                    text.content_path,
                    sentence,
                )


@check("capitals", source="WCAG 2.2, 3.1.5; DIN 1450")
def nobody_shouts(content: Content) -> Iterator[Finding]:
    places = [(heading.content_path, heading.text) for heading in content.headings]
    places += [(text.content_path, text.text) for text in content.texts]
    for content_path, text in places:
        if found := SHOUTED.search(text):
            yield Finding(
                _("Words in capitals are hard to read, and some screen readers spell them out."),
                content_path,
                found[0],
            )


@check("unfinished", source=HANDBOOK)
def nothing_is_left_to_fill_in(content: Content) -> Iterator[Finding]:
    places = [(heading.content_path, heading.text) for heading in content.headings]
    places += [(text.content_path, text.text) for text in content.texts]
    for content_path, text in places:
        for found in UNFINISHED.finditer(text):
            yield Finding(
                _("This is still to be filled in. Replace it by your own words."),
                content_path,
                found[0],
            )


@check("description-missing", source=HANDBOOK)
def search_engines_get_a_description(content: Content) -> Iterator[Finding]:
    if not getattr(content.page, "summary", content.page.search_description):
        yield Finding(
            _(
                "There is neither a lead nor a description for search engines. Write one or two "
                "sentences of what the page is about."
            ),
            "search_description",
        )


@check("description-long", source=HANDBOOK)
def descriptions_are_shown_whole(content: Content) -> Iterator[Finding]:
    length = len(content.page.search_description)
    if length > SHOWN_OF_DESCRIPTION:
        yield Finding(
            _(
                "Search engines show about %(shown)d characters of the description; it has "
                "%(length)d."
            )
            % {"shown": SHOWN_OF_DESCRIPTION, "length": length},
            "search_description",
        )


@check("title-long", source=HANDBOOK)
def titles_are_shown_whole(content: Content) -> Iterator[Finding]:
    title = content.page.seo_title or content.page.title
    if len(title) > SHOWN_OF_TITLE:
        yield Finding(
            _(
                "The title has %(length)d characters; search engines show about %(shown)d. Give a "
                "shorter one for them."
            )
            % {"shown": SHOWN_OF_TITLE, "length": len(title)},
            "seo_title",
        )
