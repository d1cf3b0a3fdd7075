"""What search engines and shared links are told of a page: for its head on the website, and for
the API. Open Graph: https://ogp.me; structured data: `core.structured_data`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

# pydantic refuses `typing.TypedDict` before Python 3.12.
from typing_extensions import TypedDict
from wagtail.models import Page

from . import navigation
from .models import BasePage, ContactPerson
from .social import OPEN_GRAPH_LOCALES, share_image
from .structured_data import breadcrumb_list, document, organization, website


class HreflangLink(TypedDict):
    """A version of the page; `language` is "de", "en", or "x-default" for all other readers."""

    language: str
    url: str


class OpenGraphImage(TypedDict):
    """The picture of a shared link; its size in pixels."""

    url: str
    media_type: str
    width: int
    height: int
    alt: str


class OpenGraph(TypedDict):
    """Properties of the Open Graph protocol, under their names without prefix.

    `locale_alternate` are the locales of the page's translations. The two times are those of
    articles, else null.
    """

    type: str
    site_name: str
    title: str
    description: str
    url: str
    locale: str
    locale_alternate: list[str]
    image: OpenGraphImage
    published_time: datetime | None
    modified_time: datetime | None


class Seo(TypedDict):
    """What the head of a page says to machines. `json_ld` is a JSON-LD document with `@graph`."""

    title: str
    description: str
    canonical: str
    hreflang: list[HreflangLink]
    open_graph: OpenGraph
    json_ld: dict[str, Any]


def seo(page: BasePage, above: Iterable[Page], contacts: Iterable[ContactPerson]) -> Seo:
    """What machines are told of a published page, in the active language.

    `above` are its visible ancestors from the start page down (`navigation.breadcrumbs`),
    `contacts` the contacts of the organisation behind the site.
    """
    return {
        "title": page.seo_title or page.title,
        "description": page.summary,
        "canonical": page.full_url,
        "hreflang": [
            {"language": alternate.language, "url": alternate.url}
            for alternate in navigation.alternates(page)
        ],
        "open_graph": _open_graph(page),
        "json_ld": _json_ld(page, above, contacts),
    }


def _open_graph(page: BasePage) -> OpenGraph:
    language = page.locale.language_code
    image = share_image(page)
    is_article = page.open_graph_type == "article"
    return {
        "type": page.open_graph_type,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "title": page.seo_title or page.title,
        "description": page.summary,
        "url": page.full_url,
        "locale": OPEN_GRAPH_LOCALES[language],
        "locale_alternate": [
            OPEN_GRAPH_LOCALES[other.locale.language_code] for other in page.translations
        ],
        "image": {
            "url": image.url,
            "media_type": image.media_type,
            "width": image.width,
            "height": image.height,
            "alt": image.alt,
        },
        "published_time": page.published_at if is_article else None,
        "modified_time": page.updated_at if is_article else None,
    }


def _json_ld(
    page: BasePage, above: Iterable[Page], contacts: Iterable[ContactPerson]
) -> dict[str, Any]:
    nodes = [
        *page.structured_data(),
        breadcrumb_list(page, above),
        website(),
        organization(contacts),
    ]
    return document(node for node in nodes if node)
