"""Headings divide a page; people who hear it jump from one to the next."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.content_checks import Content, Finding, Heading, check

LONGEST_LOOKALIKE = 90  # characters of a bold line that is meant as a heading


@check("heading-jump", source="WCAG 2.2, 1.3.1")
def no_level_is_skipped(content: Content) -> Iterator[Finding]:
    """A subsection needs a section above it."""
    above = 1
    for heading in content.headings:
        if heading.level > above + 1:
            yield Finding(
                _("This subsection has no section above it. Make it a section."),
                heading.content_path,
                heading.text,
            )
        above = heading.level


@check("heading-empty", source="WCAG 2.2, 2.4.6")
def headings_say_something(content: Content) -> Iterator[Finding]:
    for heading in content.headings:
        if not any(character.isalnum() for character in heading.text):
            yield Finding(
                _("This heading is empty. Write what the section is about, or delete it."),
                heading.content_path,
                heading.text,
            )


@check("heading-twice", source="WCAG 2.2, 2.4.6")
def headings_differ(content: Content) -> Iterator[Finding]:
    counts = Counter(heading.text.casefold() for heading in content.headings if heading.text)
    seen: set[str] = set()
    for heading in content.headings:
        text = heading.text.casefold()
        if counts[text] > 1 and text in seen:
            yield Finding(
                _("There are two headings with the same words. Say how the sections differ."),
                heading.content_path,
                heading.text,
            )
        seen.add(text)


@check("section-empty", source="WCAG 2.2, 2.4.6")
def sections_hold_something(content: Content) -> Iterator[Finding]:
    following = [*content.outline[1:], Heading("", "", 1)]
    for part, after in zip(content.outline, following, strict=True):
        if isinstance(part, Heading) and isinstance(after, Heading) and after.level <= part.level:
            yield Finding(
                _("Nothing stands below this heading. Add the text, or delete the heading."),
                part.content_path,
                part.text,
            )


@check("heading-bold", source="WCAG 2.2, 1.3.1")
def bold_lines_are_no_headings(content: Content) -> Iterator[Finding]:
    for text in content.texts:
        is_sentence = text.text.endswith((".", "!", "?", ":", "…"))
        if text.is_bold and len(text.text) <= LONGEST_LOOKALIKE and not is_sentence:
            yield Finding(
                _("This line in bold looks like a heading. Use the block “Heading” for it."),
                text.content_path,
                text.text,
            )
