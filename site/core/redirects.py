"""Redirects of the site (`wagtail.contrib.redirects`) as far as they lead to what is public."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F, Q, QuerySet
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from .navigation import site_root
from .references import visible_media
from .urls import absolute_url, language_of_path, site_root_url
from .visibility import visible

_DOCUMENT = re.compile(r"/documents/([0-9]{1,18})/")
_CHUNK = 5_000  # values that every database takes in one query


@dataclass(frozen=True)
class PublicRedirect:
    """An old path, and the absolute URL that it leads to; `page` if a page stands there."""

    path: str
    target: str
    is_permanent: bool
    page: Page | None = None


def all_redirects() -> list[PublicRedirect]:
    """The redirects of the default site to what everybody may see, by path.

    One that Wagtail made by itself when a page moved is left out if its path stands at or below a
    page that nobody may see: it would tell that page's address. The number of queries does not
    grow with the number of redirects.
    """
    rows = list(_of_default_site().order_by("old_path", *_OWN_FIRST))
    addresses = _Addresses(rows)
    found: dict[str, PublicRedirect | None] = {}
    for row in rows:
        if not (row.automatically_created and addresses.is_below_hidden(row.old_path)):
            found.setdefault(row.old_path, addresses.redirect(row))
    return [redirect for redirect in found.values() if redirect]


def find_redirect(address: str) -> PublicRedirect | None:
    """The redirect at an address of the website ("/de/alt/?a=1"), None if there is none or nobody
    may see where it leads. Looked up as Wagtail's middleware does: with the query, then without."""
    row = _row_at(address)
    return _Addresses([row]).redirect(row) if row else None


def redirected_page(address: str) -> Page | None:
    """The page that the redirect at an address names, also one that nobody may see."""
    row = _row_at(address)
    return row and row.redirect_page


def _row_at(address: str) -> Redirect | None:
    rows = {row.old_path: row for row in reversed(_rows_at(list(_candidates(address))))}
    return next((rows[path] for path in _candidates(address) if path in rows), None)


def _candidates(address: str) -> Iterator[str]:
    with_query = Redirect.normalise_path(address, decode_unicode=False)
    for path in dict.fromkeys((with_query, urlsplit(with_query).path)):
        yield from dict.fromkeys((uri_to_iri(path), path))


def _rows_at(paths: list[str]) -> list[Redirect]:
    return list(_of_default_site().filter(old_path__in=paths).order_by(*_OWN_FIRST))


# The redirect of the site itself counts more than the one of all sites.
_OWN_FIRST = (F("site").asc(nulls_last=True),)


def _of_default_site() -> QuerySet[Redirect]:
    return Redirect.objects.filter(Q(site=None) | Q(site__is_default_site=True))


class _Addresses:
    """What stands at the addresses that redirects name, loaded for all of them at once."""

    def __init__(self, rows: Iterable[Redirect]) -> None:
        rows = list(rows)
        root = site_root()
        starts = Page.objects.filter(translation_key=root and root.translation_key)
        self._starts = dict(starts.values_list("locale__language_code", "url_path"))
        links = [path for row in rows if (path := _own_path(row.redirect_link))]
        old = [row.old_path for row in rows if row.automatically_created]

        pages = Page.objects.select_related("locale")
        stops = {stop for path in (*links, *old) for stop in self._stops(path)}
        self._by_path = {page.url_path: page for page in _all(pages, "url_path", stops)}
        targets = {row.redirect_page_id for row in rows} - {None}
        keys = targets | {page.pk for page in self._by_path.values()}
        self._visible = {page.pk: page for page in _all(visible(pages), "pk", keys)}
        documents = {int(match[1]) for path in links if (match := _DOCUMENT.match(path))}
        shown = visible_media(get_document_model().objects.all()) if documents else None
        self._documents = {document.pk for document in _all(shown, "pk", documents)}

    def redirect(self, row: Redirect) -> PublicRedirect | None:
        """The redirect, or None if nobody may see its target."""
        if row.redirect_page_id:
            page = self._visible.get(row.redirect_page_id)
            return page and PublicRedirect(row.old_path, page.full_url, row.is_permanent, page)
        path = _own_path(row.redirect_link)
        if not row.redirect_link or (path and not self._is_public(path)):
            return None
        return PublicRedirect(
            row.old_path,
            absolute_url(row.redirect_link),
            row.is_permanent,
            self._page_at(path) if path else None,
        )

    def is_below_hidden(self, path: str) -> bool:
        """Whether a page that nobody may see stands at a path or above it."""
        found = [self._by_path[stop] for stop in self._stops(path) if stop in self._by_path]
        return any(page.pk not in self._visible for page in found)

    def _is_public(self, path: str) -> bool:
        if match := _DOCUMENT.match(path):
            return int(match[1]) in self._documents
        return not self.is_below_hidden(path)

    def _page_at(self, path: str) -> Page | None:
        stops = self._stops(path)
        return self._by_path.get(stops[-1]) if stops else None

    def _stops(self, path: str) -> list[str]:
        """Where pages may stand in the tree on the way to a path, the start page first."""
        path = urlsplit(path).path
        start = self._starts.get(language_of_path(path) or "")
        parts = [f"{part}/" for part in path.split("/") if part][1:]
        return list(accumulate(parts, initial=start)) if start else []


def _all(queryset: QuerySet | None, field: str, values: Iterable[Any]) -> Iterator[Any]:
    """The objects that have one of the values in a field."""
    values = sorted(values)
    for start in range(0, len(values), _CHUNK):
        yield from queryset.filter(**{f"{field}__in": values[start : start + _CHUNK]})


def _own_path(link: str) -> str:
    """The path and query of a link on this site, "" for a link that leads elsewhere."""
    parts, root = urlsplit(uri_to_iri(link)), urlsplit(site_root_url())
    if parts.netloc and (parts.netloc, parts.scheme) != (root.netloc, root.scheme):
        return ""
    return parts.path
