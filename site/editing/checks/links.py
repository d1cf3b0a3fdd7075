"""Links say where they lead, and lead somewhere."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from core.content_checks import Content, Finding, Link, check
from core.visibility import visible

# Read out in a list of links, these say nothing. Without punctuation and in lower case.
EMPTY_WORDS = frozenset(
    """
    hier|klick|klicken|hier klicken|klick hier|klicken sie hier|bitte hier klicken|mehr|weiter|
    mehr dazu|mehr erfahren|mehr infos|mehr informationen|mehr lesen|weiterlesen|weitere infos|
    weitere informationen|details|infos|link|dieser link|diesem link|download|herunterladen|pdf|
    seite|webseite|website|homepage|zur seite|zur website|
    here|click|click here|more|read more|learn more|more info|more information|further information|
    see more|info|this link|this page|page|continue|go|find out more
    """.replace("\n", "")
    .replace("    ", "")
    .strip()
    .split("|")
)
ADDRESS = re.compile(r"^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)+/\S+$", re.IGNORECASE)
PUNCTUATION = re.compile(r"[^\w\s]+")


@check("link-text", source="WCAG 2.2, 2.4.4; BITV 2.0 § 3")
def links_say_where_they_lead(content: Content) -> Iterator[Finding]:
    for link in content.links:
        words = " ".join(PUNCTUATION.sub(" ", link.text).casefold().split())
        if words in EMPTY_WORDS:
            yield Finding(
                _("The text of this link does not say where it leads. Name the target."),
                link.content_path,
                link.text,
            )


@check("link-address", source="WCAG 2.2, 2.4.4")
def links_are_words(content: Content) -> Iterator[Finding]:
    for link in content.links:
        if ADDRESS.match(link.text.strip()):
            yield Finding(
                _("The text of this link is an address. Write in words where it leads."),
                link.content_path,
                link.text,
            )


@check("link-hidden", source="ISO 9241-110:2020, 5.5")
def links_lead_to_public_pages(content: Content) -> Iterator[Finding]:
    """Visitors see no link to a page that they may not see: only its words, or nothing."""
    links = [link for link in content.links if link.page and link.page != content.page.pk]
    if not links:
        return
    wanted = {link.page for link in links}
    seen = set(visible(Page.objects.filter(pk__in=wanted)).values_list("pk", flat=True))
    for link in links:
        if link.page not in seen:
            yield Finding(
                _("The page that this link leads to is not published. Visitors do not get there."),
                link.content_path,
                link.text,
            )


@check("document-barriers", source="§ 12a BGG, BITV 2.0 § 3")
def documents_are_accessible(content: Content) -> Iterator[Finding]:
    links: list[Link] = [link for link in content.links if link.document]
    if not links:
        return
    documents = get_document_model().objects.filter(
        pk__in={link.document for link in links}, is_accessible=False
    )
    titles = dict(documents.values_list("pk", "title"))
    for link in links:
        if link.document in titles:
            yield Finding(
                _(
                    "This document has not been checked for accessibility. Have it checked, or "
                    "offer its content as a page."
                ),
                link.content_path,
                titles[link.document],
            )
