"""Rich text as the API shows it, in each of Wagtail's formats."""

import re

from wagtail.api.rich_text import APIRichText
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from . import references
from .block_references import references_of_rich_text
from .rich_text_cleaning import clean_html

# Without a target, the text of the link stays: `<a>` without href is a valid placeholder link.
NO_TARGET = "<a>"
_LINK = re.compile(r"<a\b[^>]*>")


def public_rich_text(source: str, output_format: str) -> str:
    """Stored rich text in one of the formats that Wagtail's API has, for everybody.

    Links lead where a visitor of the page would get; to what nobody may see, they keep their text
    and lose their target, in every format.
    """
    if output_format in (APIRichText.FORMAT_HTML, APIRichText.FORMAT_MARKDOWN):
        source = clean_html(expand_db_html(source))
    else:
        source = _LINK.sub(_with_public_target, clean_html(source))
    if output_format in (APIRichText.FORMAT_HTML, APIRichText.FORMAT_DB_HTML):
        return source
    return APIRichText.serialize(source, format=output_format)


def _with_public_target(link: re.Match[str]) -> str:
    known = references.current()
    for model, pk in references_of_rich_text(link[0]):
        found = known.target(pk) if issubclass(model, Page) else known.get(model, pk)
        return link[0].replace(f'id="{pk}"', f'id="{found.pk}"') if found else NO_TARGET
    return link[0]
