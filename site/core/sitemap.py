"""sitemap.xml and robots.txt for search engines."""

from typing import Any

from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from .navigation import site_root
from .urls import absolute_url
from .visibility import visible


class PageSitemap(Sitemap):
    """All visible pages of both languages with their alternates (sitemaps.org, hreflang)."""

    def items(self) -> list[Page]:
        root = site_root()
        if root is None:
            return []
        trees = Page.objects.filter(translation_key=root.translation_key)
        pages = [
            page
            for tree in trees
            for page in visible(tree.get_descendants(inclusive=True)).select_related("locale")
        ]
        self._by_key: dict[Any, list[Page]] = {}
        for page in pages:
            self._by_key.setdefault(page.translation_key, []).append(page)
        return pages

    def _urls(self, page, protocol, domain):
        urls = [
            {
                "location": item.full_url,
                "lastmod": item.last_published_at,
                "alternates": [
                    {"location": other.full_url, "lang_code": other.locale.language_code}
                    for other in self._by_key[item.translation_key]
                ],
            }
            for item in self.paginator.page(page).object_list
        ]
        dates = [url["lastmod"] for url in urls if url["lastmod"]]
        if dates:
            self.latest_lastmod = max(dates)
        return urls


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap, following sitemaps.org 0.9 with xhtml:link alternates."""
    return sitemap_view(request, {"pages": PageSitemap(request)})


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
