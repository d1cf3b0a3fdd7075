"""The kinds of results that a search can be narrowed to."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models


@dataclass(frozen=True)
class Kind:
    """A kind of result: its name in addresses, its label, and its place among the others.

    A page type says its kind as `search_kind`.
    """

    name: str
    label: str | Promise
    order: int


PAGES = Kind("pages", _("Other pages"), order=80)
DOCUMENTS = Kind("documents", _("Documents"), order=90)


def all_kinds() -> list[Kind]:
    """The kinds of this site's page types and of documents, in their order."""
    of_pages = {getattr(model, "search_kind", PAGES) for model in get_page_models()}
    return sorted(of_pages | {PAGES, DOCUMENTS}, key=lambda kind: kind.order)
