"""`contacts/`, `partners/`, and the base of other lists of snippets: those a visitor can see."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import path, reverse
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from wagtail.models import TranslatableMixin

from core import references
from core.models import ContactPerson, Partner
from core.names import collation_key
from core.publicity import shown
from core.shapes import ContactData, Listing, PartnerData

from .changes import resources
from .endpoint import PublicEndpoint
from .parameters import LIMIT, LOCALE, OFFSET

LIST_PARAMETERS = {"locale": LOCALE, "limit": LIMIT, "offset": OFFSET}


class SnippetsEndpoint(PublicEndpoint, GenericViewSet):
    """Snippets of a model that the footer or a visible page shows (`core.publicity`).

    A subclass names `model` and `answers`; what it says in `data` is one item. A list has each
    snippet once: in the language asked for, else in the one it is written in, as on the pages.
    """

    model: type[TranslatableMixin]
    parameters = {"listing_view": LIST_PARAMETERS, "detail_view": {}}

    @classmethod
    def data(cls, snippets: Sequence[Any], language: str) -> list[Any]:
        """The snippets as the API shows them; `language` is active."""
        references.current().pictures_of(snippets)
        return [snippet.data() for snippet in snippets]

    @classmethod
    def entries(cls, language: str) -> Iterable[tuple[Any, Any]]:
        """(key, data) of all that are written in this language, for the record of changes."""
        snippets = list(shown(cls.model).filter(locale__language_code=language))
        return zip([snippet.pk for snippet in snippets], cls.data(snippets, language), strict=True)

    def answer_list(self) -> Response:
        """A part of the snippets as asked for by `locale`, `limit` and `offset`."""
        language, start = self.asked["locale"], self.asked["offset"]
        found = shown(self.model).select_related("locale").order_by("pk")
        snippets = in_language(found, language)
        items = snippets[start : start + self.asked["limit"]]
        with translation.override(language):
            data = self.data(items, language)
        return Response({"meta": {"total_count": len(snippets)}, "items": data})

    def answer_detail(self, pk: int) -> Response:
        """One snippet in its own language. Raises `Http404` if nobody can see it."""
        snippet = shown(self.model).select_related("locale").filter(pk=pk).first()
        if snippet is None:
            raise Http404
        language = snippet.locale.language_code
        with translation.override(language):
            (data,) = self.data([snippet], language)
        return Response(data)

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    @classmethod
    def get_object_detail_urlpath(cls, model: type[Model], pk: Any, namespace: str = "") -> str:
        """The path of a detail, as Wagtail's router asks for it."""
        return reverse(f"{namespace}:detail", args=[pk])


def in_language(snippets: Iterable[Any], language: str) -> list[Any]:
    """Each snippet once, in a language or else as it was written first, sorted by name."""
    versions: dict[Any, Any] = {}
    for snippet in snippets:
        is_wanted = snippet.locale.language_code == language
        if is_wanted or snippet.translation_key not in versions:
            versions[snippet.translation_key] = snippet
    return sorted(versions.values(), key=lambda snippet: collation_key(snippet.name))


class ContactsEndpoint(SnippetsEndpoint):
    """Persons who answer for the project."""

    name = "contacts"
    model = ContactPerson
    answers = {"listing_view": Listing[ContactData], "detail_view": ContactData}

    def listing_view(self, request: Request) -> Response:
        """The contact persons whom the footer or a page shows."""
        return self.answer_list()

    def detail_view(self, request: Request, pk: int) -> Response:
        """One contact person, in the language of the entry."""
        return self.answer_detail(pk)


class PartnersEndpoint(SnippetsEndpoint):
    """Organisations that carried the project or worked with it."""

    name = "partners"
    model = Partner
    answers = {"listing_view": Listing[PartnerData], "detail_view": PartnerData}

    def listing_view(self, request: Request) -> Response:
        """The partners whom a page shows."""
        return self.answer_list()

    def detail_view(self, request: Request, pk: int) -> Response:
        """One partner, in the language of the entry."""
        return self.answer_detail(pk)


for endpoint in (ContactsEndpoint, PartnersEndpoint):
    resources.register(endpoint.name, endpoint.entries)
