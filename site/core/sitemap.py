"""sitemap.xml and robots.txt for search engines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.core.paginator import EmptyPage
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from . import references
from .facts import fact
from .navigation import site_root
from .urls import absolute_url
from .visibility import visible

# The protocol allows 50,000 addresses in a file; smaller parts are quicker to make and to read.
ADDRESSES_PER_PART = 1_000


@dataclass(frozen=True)
class Part:
    """A part of the sitemap: where in the tree it begins, and when a page of it last changed."""

    first: str
    last_change: datetime | None


class PageSitemap(Sitemap):
    """All visible pages of both languages with their alternates (sitemaps.org, hreflang).

    Nobody holds all of them: where the parts begin is looked up once until something changes, and
    only the pages of one part are loaded.
    """

    limit = ADDRESSES_PER_PART

    def pages(self) -> QuerySet[Page]:
        """The pages in tree order; an alias repeats another page and is left out."""
        root = site_root()
        if root is None:
            return Page.objects.none()
        trees = Page.objects.filter(translation_key=root.translation_key)
        within = Q(pk__in=[])
        for path in fact("start pages", lambda: list(trees.values_list("path", flat=True))):
            within |= Q(path__startswith=path)
        return visible(Page.objects.filter(within, alias_of=None)).order_by("path")

    @cached_property
    def parts(self) -> list[Part]:
        """At least one, which may be empty."""
        return fact(f"sitemap by {self.limit}", self._find_parts)

    def _find_parts(self) -> list[Part]:
        found: list[Part] = []
        rows = self.pages().values_list("path", "last_published_at").iterator(self.limit)
        while rows_of_part := list(islice(rows, self.limit)):
            found.append(Part(rows_of_part[0][0], latest(day for __, day in rows_of_part)))
        return found or [Part("", None)]

    def part(self, number: int) -> list[Page]:
        """The pages of a part, counted from 1. Raises `EmptyPage` past the end."""
        if not 1 <= number <= len(self.parts):
            raise EmptyPage
        pages = self.pages().filter(path__gte=self.parts[number - 1].first)
        if number < len(self.parts):
            pages = pages.filter(path__lt=self.parts[number].first)
        return references.with_locales(pages)

    def _urls(self, page, protocol, domain):
        pages = self.part(int(page))
        self.latest_lastmod = latest(item.last_published_at for item in pages)
        self.by_key = self._versions(pages)
        return [
            {
                "location": item.full_url,
                "lastmod": item.last_published_at,
                "alternates": self.alternates_of(item),
            }
            for item in pages
        ]

    def _versions(self, pages: list[Page]) -> dict[UUID, dict[str, Page]]:
        """The visible versions of these pages in all languages."""
        known = {page.pk: page for page in pages}
        missing = self.pages().filter(translation_key__in={page.translation_key for page in pages})
        found: dict[UUID, dict[str, Page]] = defaultdict(dict)
        others = references.with_locales(missing.exclude(pk__in=known) if known else [])
        for version in sorted([*pages, *others], key=lambda page: page.path):
            found[version.translation_key][version.locale.language_code] = version
        return found

    def alternates_of(self, page: Page) -> list[dict[str, str]]:
        """The page in all its languages; readers of another one ("x-default") get the German."""
        versions = self.by_key[page.translation_key]
        default = versions.get(settings.LANGUAGE_CODE, page)
        return [
            *(
                {"location": version.full_url, "lang_code": language}
                for language, version in versions.items()
            ),
            {"location": default.full_url, "lang_code": "x-default"},
        ]


def latest(days: Iterable[datetime | None]) -> datetime | None:
    """The latest of the days that are known; None if none is."""
    return max(filter(None, days), default=None)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap, following sitemaps.org 0.9; an index of its parts if there are several."""
    pages = PageSitemap(request)
    if len(pages.parts) > 1:
        return _index(request, pages)
    return sitemap_view(request, {"pages": pages})


@require_safe
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """A part of the sitemap, counted from 1; 404 past the end."""
    request.GET = request.GET.copy()
    request.GET["p"] = str(part)  # how Django's view asks for it
    return sitemap_view(request, {"pages": PageSitemap(request)})


@x_robots_tag
def _index(request: HttpRequest, pages: PageSitemap) -> HttpResponse:
    items = [
        SitemapIndexItem(absolute_url(reverse("sitemap_part", args=[number])), part.last_change)
        for number, part in enumerate(pages.parts, start=1)
    ]
    context = {"sitemaps": items}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything public (RFC 9309)."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /django-admin/",
        "",
        f"Sitemap: {absolute_url('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
