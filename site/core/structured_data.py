"""Building blocks of schema.org data (JSON-LD), which tell machines what a page is about.

A node is a map with "@type"; nodes refer to each other by "@id". Page types build theirs from
these functions in `structured_data()`; `document` puts a page's nodes together. Types and
properties are those of the vocabulary at https://schema.org; all URLs are absolute.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.models import Page

from .models.media import Licence
from .models.people import ContactPerson
from .social import jpeg
from .urls import absolute_url, site_root_url

Node = dict[str, Any]

LOGO = "img/touch-icon-180.png"
LOGO_SIDE = 180  # pixels
START_DEPTH = 2  # of start pages in Wagtail's tree
PICTURE_SPECIFICATION = "width-1600|format-jpeg"
LICENCES = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}
# Within <script>, "</script>" would end the element and "<!--" change how it is read.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def document(nodes: Iterable[Node]) -> Node:
    """A JSON-LD document of nodes; empty values are left out."""
    return {"@context": "https://schema.org", "@graph": [_filled(node) for node in nodes]}


def script_content(data: Node) -> SafeString:
    """JSON as it may stand between `<script type="application/ld+json">` and `</script>`."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


def publisher() -> Node:
    """A reference to the organisation behind the site."""
    return {"@id": f"{site_root_url()}/#organization"}


def organization(contacts: Iterable[ContactPerson]) -> Node:
    """The organisation behind the site with its contacts.

    The social profiles of the site's settings belong to other organisations: no `sameAs`.
    """
    return {
        "@type": "Organization",
        **publisher(),
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute_url("/"),
        "logo": {
            "@type": "ImageObject",
            "url": absolute_url(static(LOGO)),
            "width": _pixels(LOGO_SIDE),
            "height": _pixels(LOGO_SIDE),
        },
        "contactPoint": [contact_point(contact) for contact in contacts],
    }


def contact_point(contact: ContactPerson) -> Node:
    """A contact person as a way to reach the organisation."""
    return {
        "@type": "ContactPoint",
        "name": contact.name,
        "contactType": contact.role or contact.organisation,
        "telephone": contact.phone_uri.removeprefix("tel:"),
        "email": contact.email,
    }


def website() -> Node:
    """The site as a whole, in its languages."""
    return {
        "@type": "WebSite",
        "@id": f"{site_root_url()}/#website",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute_url("/"),
        "inLanguage": [code for code, __ in settings.LANGUAGES],
        "publisher": publisher(),
    }


def web_page(page: Page, kind: str = "WebPage") -> Node:
    """A page; `kind` is WebPage or one of its subtypes."""
    return {
        "@type": kind,
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.locale.language_code,
        "datePublished": page.first_published_at and page.first_published_at.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "isPartOf": {"@id": website()["@id"]},
        "breadcrumb": {"@id": f"{page.full_url}#breadcrumb"} if page.depth > START_DEPTH else None,
    }


def breadcrumb_list(page: Page, ancestors: Iterable[Page]) -> Node | None:
    """The way from the start page to a page, both included; None for the start page itself."""
    ancestors = list(ancestors)
    if not ancestors:
        return None
    return {
        "@type": "BreadcrumbList",
        "@id": f"{page.full_url}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": step.title, "item": {"@id": step.full_url}}
            for i, step in enumerate([*ancestors, page], start=1)
        ],
    }


def image_object(picture: Any, alt: str = "", caption: str = "") -> Node | None:
    """A picture with its credit and licence; None without a picture or its file."""
    rendition = jpeg(picture, PICTURE_SPECIFICATION)
    if rendition is None:
        return None
    return {
        "@type": "ImageObject",
        "url": absolute_url(rendition.url),
        "width": _pixels(rendition.width),
        "height": _pixels(rendition.height),
        "caption": caption,
        "description": alt,
        "creditText": picture.credit,
        "license": LICENCES.get(picture.licence),
    }


def place(venue: str, town: str, state: str) -> Node | None:
    """A place in Germany: a venue, a town, a Land by name; None if venue and town are missing."""
    if not (venue or town):
        return None
    return {
        "@type": "Place",
        "name": venue or town,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": town,
            "addressRegion": state,
            "addressCountry": "DE",
        },
    }


def _pixels(length: int) -> str:
    return f"{length} px"  # a Distance is a number with a unit


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [_filled(item) for item in value]
    return value
