"""Absolute addresses, built from the site and never from the Host header."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import translation
from wagtail.models import Page, Site

from .facts import fact
from .shapes import Link


def site_root_paths() -> list[Any]:
    """Where the sites' trees begin (Wagtail's `SiteRootPath`), the most specific first."""
    # Wagtail's cache unpacks them each time, which costs more than the rest of an address.
    return fact("site root paths", Site.get_site_root_paths)


def site_root_url() -> str:
    """The root of the public site without a trailing slash, as kept in Wagtail's site record."""
    paths = site_root_paths()
    return paths[0].root_url if paths else ""


# Of addresses that may stand in links: what they open runs no script.
SCHEMES = {"http", "https", "mailto", "tel"}
# What browsers leave out when they read an address: "java\tscript:" is "javascript:" to them.
_UNREAD = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff\ufffd]")
_SCHEME = re.compile(r"([^/?#:]*):")


def is_safe_address(address: str) -> bool:
    """Whether an address may stand in a link: a path, or one of the `SCHEMES`."""
    found = _SCHEME.match(_UNREAD.sub("", address))
    return found is None or found[1].lower() in SCHEMES


_absolute: ContextVar[bool] = ContextVar("absolute", default=False)


@contextmanager
def absolute_links() -> Iterator[None]:
    """Inside, links in rich text are absolute: who reads them may stand on another site."""
    token = _absolute.set(True)
    try:
        yield
    finally:
        _absolute.reset(token)


def link_url(path: str) -> str:
    """The address for a link in rich text: as it is, or absolute inside `absolute_links`."""
    return absolute_url(path) if _absolute.get() else path


# Paths that stand behind the site's root as they are.
_PLAIN_PATH = re.compile(r"/(?!/)[\w\-/.~%]*")


def absolute_url(path: str) -> str:
    """An absolute URL for a path on this site; an absolute URL stays as it is."""
    root = site_root_url()
    if root and "/." not in path and _PLAIN_PATH.fullmatch(path):
        return root + path
    return urljoin(f"{root}/", path)


def language_of_path(path: str) -> str | None:
    """The language whose addresses begin like this path ("/de/…" → "de"), None if none does.

    Only the exact code counts: Django's own function also takes "/de-at/" for German.
    """
    first = path.lstrip("/").split("/")[0]
    return first if first in dict(settings.LANGUAGES) else None


def is_page_path(path: str) -> bool:
    """Whether a text could be the path of one of the site's pages ("/de/…")."""
    is_path = path.startswith("/") and not path.startswith("//")
    return (
        is_path and len(path) <= 300 and path.isprintable() and language_of_path(path) is not None
    )


@cache
def _before_key(view: str, script_prefix: str) -> str:
    """What stands before the key in the addresses of a view that ends with it ("…/pages/")."""
    return reverse(view, args=[0]).removesuffix("0/")


def detail_path(endpoint: str, pk: Any) -> str:
    """The path at which an endpoint of the API answers with an object."""
    return f"{_before_key(f'wagtailapi:{endpoint}:detail', get_script_prefix())}{pk}/"


def page_detail_url(pk: int) -> str:
    """Where the API answers with this page."""
    return absolute_url(detail_path("pages", pk))


@cache
def _start_path(language: str, script_prefix: str) -> str:
    """The path of a language's start page ("/de/")."""
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


_LANGUAGES = frozenset(code for code, __ in settings.LANGUAGES)
# What stands in addresses as it is stored, and not as bytes in hexadecimal.
_PLAIN_SLUGS = re.compile(r"[a-z0-9\-/_]*")


def page_url(page: Page) -> str | None:
    """The page's absolute URL, None if it has none: Wagtail's `full_url`, quicker."""
    active = translation.get_language()
    is_usual = (
        type(page).get_url_parts is Page.get_url_parts
        and active in _LANGUAGES
        and _PLAIN_SLUGS.fullmatch(page.url_path)
    )
    if is_usual:
        for root in site_root_paths():
            if page.url_path.startswith(root.root_path):
                start = _start_path(root.language_code, get_script_prefix())
                return f"{root.root_url}{start}{page.url_path[len(root.root_path) :]}"
    return page.full_url


def page_type(page: Page) -> str:
    """The page's type as the API names it ("news.NewsPage"); Wagtail's own if its model is gone."""
    return (page.specific_class or Page)._meta.label


def page_link(page: Page) -> Link:
    """A link to a page of the site as it stands everywhere in the API."""
    return {
        "id": page.pk,
        "type": page_type(page),
        "title": page.title,
        "detail_url": page_detail_url(page.pk),
        "html_url": page_url(page),
    }
