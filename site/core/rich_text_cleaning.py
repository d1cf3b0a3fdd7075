"""What rich text may hold, whoever wrote it and whichever way it came: checked when it is stored
with a page, and cleaned whenever it is shown."""

import re
from html import unescape
from typing import Any

import nh3
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .urls import SCHEMES, is_safe_address

TAGS = {
    *("a", "b", "strong", "i", "em", "p", "br", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"),
    *("acronym", "blockquote", "hr", "sub", "sup", "abbr", "span", "code", "pre", "del", "mark"),
}
ATTRIBUTES = {
    "*": {"lang", "dir", "data-block-key"},
    # The last three: as Wagtail stores links to pages and files, and wagtail-localize theirs.
    "a": {"href", "title", "hreflang", "linktype", "id", "uuid"},
    "abbr": {"title"},
}


def _keep(tag: str, attribute: str, value: str) -> str | None:
    return None if attribute == "href" and not is_safe_address(value) else value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    link_rel=None,
    attribute_filter=_keep,
)
# What is none of these characters cannot begin anything but text.
_MARKUP = ("<", "&")


# What Draftail, Wagtail and Django write otherwise than the cleaner, and browsers read alike.
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_WRITTEN = {"&quot;": '"', "&#x27;": "'", "&#39;": "'", "\xa0": "&nbsp;"}
_OTHERWISE = re.compile("|".join(_WRITTEN))


def clean_html(html: str) -> str:
    """The same text with nothing but what rich text may hold: no scripts, styles, frames, events,
    no tags that nothing opened or closed, and no links but to websites, mail addresses and
    telephones. Clean text stays as it is."""
    if not any(sign in html for sign in _MARKUP):
        return html
    cleaned = _cleaner.clean(html)
    return html if _as_cleaned(html) == cleaned else cleaned


def _as_cleaned(html: str) -> str:
    """Written as the cleaner would write it, with every tag left where it is. Whatever else differs
    was changed for a reason: two parsers agreeing about a text says nothing of a third, which is
    the browser's and finds it in the middle of a page."""
    written, end = [], 0
    for tag in _TAG.finditer(html):
        written += [_text(html[end : tag.start()]), re.sub(r"^<(br|hr) ?/>$", r"<\1>", tag[0])]
        end = tag.end()
    return "".join([*written, _text(html[end:])])


def _text(text: str) -> str:
    return _OTHERWISE.sub(lambda found: _WRITTEN[found[0]], text)


def dangerous_links(value: Any) -> list[str]:
    """The addresses of links that may not be, in rich text or in the raw value of a StreamField."""
    if isinstance(value, str):
        if "<" not in value or "href" not in value.lower():
            return []
        links = BeautifulSoup(value, "html.parser").find_all(href=True)
        return [link["href"] for link in links if not is_safe_address(unescape(link["href"]))]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return []
    return [address for part in value for address in dangerous_links(part)]


def refuse_dangerous_links(value: Any, field: str | None = None) -> None:
    """Raise `ValidationError`, for a field if it is named, if a link in it may not be."""
    found = dangerous_links(value)
    if not found:
        return
    message = _(
        "A link in this text leads to “%(address)s”. Links may lead to pages, documents, other "
        "websites (https://), e-mail addresses and telephones. Please change or remove it."
    ) % {"address": found[0][:60]}
    raise ValidationError({field: message} if field else message, code="dangerous-link")
