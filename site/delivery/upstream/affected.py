"""Which keys and addresses a recorded change concerns.

Upper floors register what this one can't know: pages that show their neighbours (`register_pages`),
and the addresses of what lists pages (`register_addresses`).
"""

from collections.abc import Callable, Iterable, Sequence

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from core.sitemap import ADDRESSES_PER_PART
from core.urls import absolute_url

from ..changes.resources import all_resources
from ..models import Change
from ..public import public_pages
from .keys import ALL, LIST, SITE, key_of_page

# Beyond this many pages at once a cache forgets everything.
MOST_PAGES = 200
# What endpoints answer with that stands around every page.
AROUND = {"navigation", "site"}
PAGES = "pages"

# keys of changed pages → keys of pages that show others than they name
PageSource = Callable[[Sequence[int]], Iterable[int]]
# changes → paths or absolute addresses that hang on them
AddressSource = Callable[[Sequence[Change]], Iterable[str]]

_pages: list[PageSource] = []
_addresses: list[AddressSource] = []


def register_pages(source: PageSource) -> PageSource:
    """Register a function that names further pages to forget. Returns it, as a decorator."""
    _pages.append(source)
    return source


def register_addresses(source: AddressSource) -> AddressSource:
    """Register a function that names addresses to forget. Returns it, as a decorator."""
    _addresses.append(source)
    return source


def affected_keys(changes: Sequence[Change]) -> list[str]:
    """The keys that a cache has to forget for these changes."""
    pages = _changed_pages(changes)
    if len(pages) > MOST_PAGES:
        return [ALL]
    around = [SITE] if any(change.what in AROUND for change in changes) else []
    return [LIST, *around, *map(key_of_page, _with_neighbours(pages))]


def affected_addresses(changes: Sequence[Change], of_pages: Iterable[str]) -> list[str]:
    """The absolute addresses for caches that know no keys, what was withdrawn first.

    `of_pages`: where the changed pages are, and were. What has a query (filters, further pages of a
    list, searches) is not among them: nobody knows which were asked for.
    """
    changed = [_details(change) for change in _withdrawn_first(changes)]
    around = any(change.what in AROUND for change in changes)
    pages = _changed_pages(changes)
    others = set(_with_neighbours(pages)) - set(pages) if len(pages) <= MOST_PAGES else set()
    paths = [
        *of_pages,
        *(path for path in changed if path),
        *_page_addresses(others),
        *(_all_page_addresses() if around else _list_pages()),
        *_lists(),
        *(path for source in _addresses for path in source(changes)),
    ]
    return list(dict.fromkeys(map(absolute_url, paths)))


def _changed_pages(changes: Iterable[Change]) -> list[int]:
    return sorted({int(change.object_id) for change in changes if change.what == PAGES})


def _with_neighbours(pages: Sequence[int]) -> list[int]:
    return sorted({*pages, *(pk for source in _pages for pk in source(pages))})


def _withdrawn_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.kind != Change.Kind.REMOVED)


def _details(change: Change) -> str | None:
    """Where the API answers with the object, or did."""
    try:
        return reverse(f"wagtailapi:{change.what}:detail", args=[change.object_id])
    except NoReverseMatch:
        return None


def _page_addresses(pks: Iterable[int]) -> list[str]:
    return [page.full_url for page in public_pages().filter(pk__in=pks) if page.full_url]


def _all_page_addresses() -> list[str]:
    return [page.full_url for page in public_pages() if page.full_url]


def _list_pages() -> list[str]:
    """The public pages that show more than they name: start pages, lists, pages of states."""
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and not getattr(model, "shows_only_what_it_names", True)
    ]
    types = ContentType.objects.get_for_models(*models).values()
    pages = public_pages().filter(content_type__in=types)
    return [page.full_url for page in pages if page.full_url]


def _lists() -> list[str]:
    """The API's lists as they are without a query or in one language, and the sitemaps."""
    names = [PAGES, "images", "documents", *(resource.what for resource in all_resources())]
    listings = [reverse(f"wagtailapi:{name}:listing") for name in names]
    parts = range(1, public_pages().count() // ADDRESSES_PER_PART + 2)
    return [
        *listings,
        *(f"{path}?locale={code}" for path in listings for code, __ in settings.LANGUAGES),
        reverse("sitemap"),
        *(reverse("sitemap_part", args=[part]) for part in parts),
    ]
