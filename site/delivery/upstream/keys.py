"""Surrogate keys: names in a header of an answer by which a cache can forget it.

| key | stands on | is forgotten when |
| --- | --- | --- |
| `all` | every public answer | too much changes at once to name it |
| `site` | what has the site's header and footer | menus or the site's settings change |
| `page-17` | what shows this page, if only as a link | the page changes, moves or goes |
| `list` | what hangs on more than can be named: lists, searches, feeds | anything public changes |

An answer has `list` unless it is known to show nothing but the pages that it names. A page that
shows a picture, a topic or a person counts as changed itself when these change, as the record of
changes has it (`delivery.changes`).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.shown import Shown

ALL, SITE, LIST = "all", "site", "list"
# Fastly takes 16 KB, Akamai 128 tags, a proxy's buffer for a whole head is 8 KB or less.
MOST = 60
SEPARATORS = {"cache-tag": ","}
# Views that show one page, which their argument `pk` names, without the site's header and footer.
_of_one_page = {"wagtailapi:pages:detail"}
# With these, the API's answer about a page shows others as well.
WIDENING = ("expand", "fields")


def register_view(name: str) -> None:
    """Register a view that shows nothing but the page that its argument `pk` names."""
    _of_one_page.add(name)


def key_of_page(pk: int | str) -> str:
    """The key of what shows a page."""
    return f"page-{pk}"


def name_keys(request: HttpRequest, response: HttpResponse, shown: Shown) -> None:
    """Put the keys of a public answer into its header, if a cache wants them."""
    name = settings.SURROGATE_KEY_HEADER
    if not name or response.status_code != 200 or not _is_public(response):
        return
    response[name] = SEPARATORS.get(name.lower(), " ").join(keys_of(request, shown))


def keys_of(request: HttpRequest, shown: Shown) -> list[str]:
    """The keys of an answer, the broad ones first; `MOST` at most."""
    if (pk := _only_page(request)) is not None:
        return [ALL, key_of_page(pk)]
    pages = [key_of_page(pk) for pk in sorted(shown.pages)]
    if shown.is_all and len(pages) <= MOST - 2:
        return [ALL, SITE, *pages]
    return [ALL, SITE, LIST]


def _only_page(request: HttpRequest) -> str | None:
    match = request.resolver_match
    is_one = match is not None and match.view_name in _of_one_page
    if not is_one or any(name in request.GET for name in WIDENING):
        return None
    return str(match.kwargs["pk"])


def _is_public(response: HttpResponse) -> bool:
    return "public" in response.get("Cache-Control", "")
