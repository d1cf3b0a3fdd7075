"""What a list of results shows of pages and documents."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Page

from ..models.search import SearchEntry
from .excerpts import Highlighted, excerpt, highlight

_HOME_DEPTH = 2


@dataclass(frozen=True)
class Result:
    """A page or document that was found.

    `kind` is the name of its `kinds.Kind`, `url` its address on the site, `meta` what stands
    beside the title ("Bochum, 7. November 2018"; "PDF, 120 KB"), `where` the pages above it
    without the start page. Either `page` or `document` is None.
    """

    kind: str
    title: Highlighted
    excerpt: Highlighted
    url: str
    meta: str = ""
    where: tuple[Page, ...] = ()
    page: Page | None = None
    document: Any = None


def load_results(keys: Sequence[int], terms: Container[str], language: str) -> list[Result]:
    """The results of entries, in the same order, with the words of these terms marked.

    What was deleted in the meantime is left out. The number of queries does not depend on the
    number of results.
    """
    entries = SearchEntry.objects.in_bulk(keys)
    found = [entries[key] for key in keys if key in entries]
    with translation.override(language):
        pages = _pages([entry.page_id for entry in found if entry.page_id])
        ancestors = _ancestors(pages.values())
        documents = get_document_model().objects.in_bulk(
            [entry.document_id for entry in found if entry.document_id]
        )
        results = []
        for entry in found:
            shown = {
                "kind": entry.kind,
                "title": highlight(entry.title, terms, language),
                "excerpt": excerpt(entry.text, terms, language),
            }
            if page := pages.get(entry.page_id):
                where = tuple(ancestors[path] for path in _paths_above(page) if path in ancestors)
                meta = page.card().meta
                results.append(Result(**shown, url=page.url, meta=meta, where=where, page=page))
            elif document := documents.get(entry.document_id):
                meta = _file_meta(document)
                results.append(Result(**shown, url=document.url, meta=meta, document=document))
    return results


def _pages(keys: Sequence[int]) -> dict[int, Page]:
    queryset = Page.objects.filter(pk__in=keys).select_related("locale")
    pages = list(queryset.defer_streamfields().specific())
    for model in {type(page) for page in pages}:
        model.prepare_list([page for page in pages if type(page) is model])
    return {page.pk: page for page in pages}


def _ancestors(pages: Any) -> dict[str, Page]:
    """The pages above visible pages, which are visible themselves, by path."""
    paths = {path for page in pages for path in _paths_above(page)}
    found = Page.objects.filter(path__in=paths).select_related("locale") if paths else []
    return {page.path: page for page in found}


def _paths_above(page: Page) -> list[str]:
    return [page.path[: depth * Page.steplen] for depth in range(_HOME_DEPTH + 1, page.depth)]


def _file_meta(document: Any) -> str:
    extension = document.file_extension.upper()
    size = filesizeformat(document.file_size) if document.file_size else ""
    return ", ".join(part for part in (extension, size) if part)
