"""`search/`: the website's search, for other front ends."""

from typing import Any

from django.urls import path
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict
from wagtail.api.v2.utils import BadRequestError

from core.documents import document_data
from core.page_types import load_page_types
from core.search.excerpts import Highlighted
from core.search.kinds import all_kinds
from core.search.query import MAX_LENGTH, QueryRefused, SearchResults, search
from core.search.results import Result
from core.shapes import Count, DocumentData, Language, Link, Url
from core.urls import absolute_url, page_link

from .endpoint import PublicEndpoint
from .nothing import NoModel
from .parameters import LIMIT, LOCALE, OFFSET, Parameter


class TextPart(TypedDict):
    """A piece of text; `is_match` marks a word that was asked for."""

    text: str
    is_match: bool


class SearchResult(TypedDict):
    """A page or document that was found; the other of the two is null.

    `meta` is a line beside the title ("Bochum, 7 November 2018"; "PDF, 120 KB"), `where` are the
    pages above it, without the start page.
    """

    kind: str
    title: list[TextPart]
    excerpt: list[TextPart]
    meta: str
    url: Url
    where: list[Link]
    page: Link | None
    document: DocumentData | None


class KindCount(TypedDict):
    """How many results of a kind there are, whichever kind was asked for."""

    kind: str
    label: str
    count: int


class SearchAnswer(TypedDict):
    """What was found, best first. `is_partial`: nothing has all the words, these have some.
    `suggestions` are similar texts that find something."""

    meta: Count
    query: str
    locale: Language
    is_partial: bool
    kinds: list[KindCount]
    suggestions: list[str]
    items: list[SearchResult]


class SearchEndpoint(PublicEndpoint, GenericViewSet):
    """The search over all public pages and documents of a language."""

    name = "search"
    is_search = True
    model = NoModel
    parameters = {
        "listing_view": {
            "q": Parameter(
                description="What to search for: any text, there are no operators.",
                max_length=MAX_LENGTH,
                required=True,
                example="Bochum",
            ),
            "locale": LOCALE,
            "type": Parameter(
                description="Only results of this kind.",
                enum=tuple(kind.name for kind in all_kinds()),
            ),
            "limit": LIMIT,
            "offset": OFFSET,
        }
    }
    answers = {"listing_view": SearchAnswer}

    def listing_view(self, request: Request) -> Response:
        """Pages and documents with the words of a text, or with words of the same stem."""
        language = self.asked["locale"]
        try:
            found = search(self.asked["q"], language, self.asked["type"])
        except QueryRefused as refusal:
            raise BadRequestError(f"q is refused: {refusal}") from refusal
        load_page_types()
        start = self.asked["offset"]
        with translation.override(language):
            return Response(_answer(found, slice(start, start + self.asked["limit"])))

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


def _answer(found: SearchResults, part: slice) -> SearchAnswer:
    return {
        "meta": {"total_count": len(found)},
        "query": found.query,
        "locale": found.language,
        "is_partial": found.is_partial,
        "kinds": [
            {"kind": kind.name, "label": str(kind.label), "count": found.counts[kind.name]}
            for kind in all_kinds()
        ],
        "suggestions": found.suggestions,
        "items": [_item(result) for result in found[part]],
    }


def _item(result: Result) -> SearchResult:
    return {
        "kind": result.kind,
        "title": _parts(result.title),
        "excerpt": _parts(result.excerpt),
        "meta": result.meta,
        "url": absolute_url(result.url),
        "where": [page_link(page) for page in result.where],
        "page": result.page and page_link(result.page),
        "document": result.document and document_data(result.document),
    }


def _parts(text: Highlighted) -> list[TextPart]:
    return [{"text": part.text, "is_match": part.is_match} for part in text.parts]
