"""Which page stands at an address: found with all pages above it in one query.

Wagtail walks down the tree with two queries a level, and then asks for the pages above once more,
for what they hide, for the breadcrumb and for the way to the other language.
"""

from itertools import accumulate

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from . import navigation, references

_HOME_DEPTH = 2


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of all pages, at the address below the language's ("aktuelles/alt/")."""
    home = _home_page_of(request)
    if home is not None:
        request._wagtail_route_for_request = _route(request, home, path)
    return views.serve(request, path)


def _home_page_of(request: HttpRequest) -> Page | None:
    """The start page, where everybody may see it; otherwise Wagtail goes its own way."""
    home, site = navigation.home_page(get_language()), Site.find_for_request(request)
    is_ours = home and site and site.root_page_id == getattr(navigation.site_root(), "pk", None)
    return home if is_ours and home.depth == _HOME_DEPTH else None


def _route(request: HttpRequest, home: Page, path: str) -> RouteResult | None:
    slugs = [part for part in path.split("/") if part]
    addresses = list(
        accumulate(slugs, lambda above, slug: f"{above}{slug}/", initial=home.url_path)
    )
    # By slug, which has an index; an address has none.
    found = Page.objects.filter(slug__in=slugs, url_path__in=addresses[1:]) if slugs else []
    by_address = {page.url_path: page for page in found if page.path.startswith(home.path)}
    chain = [home, *(by_address[address] for address in addresses[1:] if address in by_address)]
    if len(chain) < len(addresses):
        return None
    *above, page = references.with_locales(chain)
    navigation.note_ancestors(page, above)
    specific = references.with_locales([page.specific])[0]
    try:
        result = specific.route(request, [])
    except Http404:
        return None
    prefetch_related_objects([specific], *getattr(specific, "prefetch", []))
    return result
