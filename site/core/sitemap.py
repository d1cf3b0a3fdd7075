"""sitemap.xml and robots.txt for search engines."""

from collections import defaultdict
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from .navigation import site_root
from .urls import absolute_url
from .visibility import visible

# The protocol allows 50,000 addresses in a file; smaller parts are quicker to make and to read.
ADDRESSES_PER_PART = 1_000


class PageSitemap(Sitemap):
    """All visible pages of both languages with their alternates (sitemaps.org, hreflang)."""

    limit = ADDRESSES_PER_PART

    @cached_property
    def pages(self) -> list[Page]:
        """The pages in tree order; an alias repeats another page and is left out."""
        root = site_root()
        if root is None:
            return []
        trees = Page.objects.filter(translation_key=root.translation_key).order_by("path")
        return [
            page
            for tree in trees
            for page in visible(tree.get_descendants(inclusive=True))
            .filter(alias_of=None)
            .select_related("locale")
            .order_by("path")
        ]

    @cached_property
    def by_key(self) -> dict[UUID, dict[str, Page]]:
        found: dict[UUID, dict[str, Page]] = defaultdict(dict)
        for page in self.pages:
            found[page.translation_key][page.locale.language_code] = page
        return found

    def items(self) -> list[Page]:
        return self.pages

    def part(self, number: int) -> list[Page]:
        """The pages of a part, counted from 1. Raises `EmptyPage` past the end."""
        return self.paginator.page(number).object_list

    def _urls(self, page, protocol, domain):
        pages = self.part(page)
        self.latest_lastmod = last_change(pages)
        return [
            {
                "location": item.full_url,
                "lastmod": item.last_published_at,
                "alternates": self.alternates_of(item),
            }
            for item in pages
        ]

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


def last_change(pages: list[Page]) -> Any:
    """When the latest of the pages was published; None if that is not known of any."""
    return max(filter(None, (page.last_published_at for page in pages)), default=None)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap, following sitemaps.org 0.9; an index of its parts if there are several."""
    pages = PageSitemap(request)
    parts = pages.paginator.num_pages
    if parts > 1:
        return _index(request, pages, parts)
    return sitemap_view(request, {"pages": pages})


@require_safe
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """A part of the sitemap, counted from 1; 404 past the end."""
    request.GET = request.GET.copy()
    request.GET["p"] = str(part)  # how Django's view asks for it
    return sitemap_view(request, {"pages": PageSitemap(request)})


@x_robots_tag
def _index(request: HttpRequest, pages: PageSitemap, parts: int) -> HttpResponse:
    items = [
        SitemapIndexItem(
            absolute_url(reverse("sitemap_part", args=[part])), last_change(pages.part(part))
        )
        for part in range(1, parts + 1)
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
