"""The page with the search's results, and the description by which browsers offer the search."""

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..filters import Choice, Filters, paginate
from ..limits import hit_by_address, wait_sentence
from ..navigation import LanguageLink, home_page
from ..urls import absolute_url
from .kinds import all_kinds
from .query import MAX_LENGTH, QueryRefused, SearchResults, search, tidy

PAGE_SIZE = 10
QUERY, TYPE = "q", "type"
TOO_MANY = gettext_lazy("You have searched very often in a short time. %(wait)s")
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"  # the specification's namespace


class SearchFilters(Filters):
    """The search text, which may be anything, and the type of result, which is chosen."""

    def __init__(self, parameters: Any) -> None:
        kinds = [(kind.name, kind.label) for kind in all_kinds()]
        choices = [Choice(QUERY, _("Search text"), []), Choice(TYPE, _("Type"), kinds)]
        super().__init__(parameters, choices)

    def _select(self, name: str, value: str) -> None:
        if name == QUERY:
            self.choices[0].selected = tidy(value)
        else:
            super()._select(name, value)


@dataclass(frozen=True)
class SearchLink(LanguageLink):
    """The way to the same search in another language."""

    query: str = ""

    @property
    def url(self) -> str:
        with override(self.language):
            return search_url(self.query)


@dataclass(frozen=True)
class KindLink:
    """A link that narrows the results to one kind (None: to none)."""

    label: str
    url: str
    count: int
    is_current: bool


def search_url(query: str = "") -> str:
    """Where the search of the active language answers."""
    parameters = f"?{urlencode({QUERY: query})}" if query else ""
    return f"{reverse('search')}{parameters}"


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The search of the active language: `?q=` the text, `?type=` a kind, `?page=` a number.

    404 for other parameters and for a page past the end; 400 with the form and a sentence for a
    text that is too long, 429 for more searches in a short time than `core.limits` allows.
    """
    filters = SearchFilters(request.GET)
    context: dict[str, Any] = {
        "filters": filters,
        "query": filters[QUERY],
        "action": search_url(),
        "max_length": MAX_LENGTH,
    }
    wait = hit_by_address("search", request) if filters[QUERY] else 0
    try:
        if wait:
            raise QueryRefused(TOO_MANY % {"wait": wait_sentence(wait)})
        found = search(filters[QUERY], get_language(), filters[TYPE] or None)
    except QueryRefused as refusal:
        context |= {"refusal": str(refusal), "query": filters[QUERY][:MAX_LENGTH]}
        status = 429 if wait else 400
    else:
        status = 200
        context |= {
            "found": found,
            "results": paginate(found, filters, PAGE_SIZE),
            "kind_links": _kind_links(found, filters),
            "suggestions": [(text, search_url(text)) for text in found.suggestions],
        }
    context["language_links"] = _language_links(context["query"])
    response = render(request, "core/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if wait:
        response["Retry-After"] = str(wait)
        response["Cache-Control"] = "private, no-store"
    return response


def _kind_links(found: SearchResults, filters: SearchFilters) -> list[KindLink]:
    """ "All" and the kinds that something was found of; the chosen one stays in any case."""
    links = [KindLink(_("All"), filters.query(type=""), found.total, not found.kind)]
    for kind in all_kinds():
        is_current = kind.name == found.kind
        if found.counts[kind.name] or is_current:
            count = found.counts[kind.name]
            url = filters.query(type=kind.name)
            links.append(KindLink(str(kind.label), url, count, is_current))
    return links


def _language_links(query: str) -> list[SearchLink]:
    return [
        SearchLink(code, get_language_info(code)["name_local"], home_page(code), True, query)
        for code, __ in settings.LANGUAGES
        if code != get_language()
    ]


@require_safe
def opensearch_description(request: HttpRequest) -> HttpResponse:
    """The OpenSearch 1.1 description of the search in the active language."""
    language = get_language()
    ElementTree.register_namespace("", OPENSEARCH)
    root = ElementTree.Element(f"{{{OPENSEARCH}}}OpenSearchDescription")

    def add(name: str, text: str = "", **attributes: str) -> None:
        ElementTree.SubElement(root, f"{{{OPENSEARCH}}}{name}", attributes).text = text or None

    # No more than 16 characters.
    add("ShortName", f"{settings.WAGTAIL_SITE_NAME} ({language})"[:16])
    add(
        "Description",
        _("Search the pages and documents of %(site)s") % {"site": settings.WAGTAIL_SITE_NAME},
    )
    template = f"{absolute_url(reverse('search'))}?{QUERY}={{searchTerms}}"
    add("Url", type="text/html", method="get", template=template)
    own = absolute_url(reverse("opensearch"))
    add("Url", type="application/opensearchdescription+xml", rel="self", template=own)
    icon = absolute_url(static("img/favicon-32.png"))
    add("Image", icon, width="32", height="32", type="image/png")
    add("Language", language)
    add("InputEncoding", "UTF-8")
    add("OutputEncoding", "UTF-8")
    return HttpResponse(
        ElementTree.tostring(root, encoding="utf-8", xml_declaration=True),
        content_type="application/opensearchdescription+xml",
    )
