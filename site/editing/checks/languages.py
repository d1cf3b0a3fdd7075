"""Translations are in their own language."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.content_checks import Content, Finding, Heading, Text, check

from .reading import read
from .sentences import words

# Shorter texts may be names, which are the same in every language.
SHORTEST = 5


def original(page: Page) -> Page | None:
    """The page in the language that is written first, as it is published or drafted."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    others = Page.objects.filter(translation_key=page.translation_key)
    found = others.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    return found.specific.get_latest_revision_as_object() if found else None


@check("not-translated", source="WCAG 2.2, 3.1.1")
def translations_are_translated(content: Content) -> Iterator[Finding]:
    source = original(content.page)
    if source is None:
        return
    same = {part.text for part in _texts(read(source))}
    for part in _texts(content):
        if part.text in same:
            yield Finding(
                _("This is the same as in the original. Is it translated?"),
                part.content_path,
                part.text,
            )


def _texts(content: Content) -> list[Text | Heading]:
    texts = [part for part in content.outline if isinstance(part, (Text, Heading))]
    return [part for part in texts if len(words(part.text)) >= SHORTEST]
