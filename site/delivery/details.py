"""One page in one request: `pages/<id>/` and `pages/find/`, with what belongs to it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from typing_extensions import TypedDict
from wagtail.api.v2.utils import BadRequestError, parse_fields_parameter
from wagtail.models import Page

from core.facts import fact
from core.redirects import find_redirect
from core.urls import absolute_links, language_of_path

from .expansions import EXPANSIONS
from .filters import PublicLocaleFilter
from .redirects import RedirectTarget, target_data


class Redirected(TypedDict):
    """What `find` answers at an old address."""

    redirect: RedirectTarget


@dataclass(frozen=True)
class Selection:
    """What a detail is asked for: fields as Wagtail writes them, and names of expansions."""

    fields: str
    expansions: tuple[str, ...]


def selection(fields: str, expand: str) -> Selection:
    """Tell expansions from fields. Raises `BadRequestError` for an unknown expansion.

    "translations" is both: a field of every page, and an expansion where fields are left out.
    """
    names = expand.split(",") if expand else []
    if unknown := [name for name in names if name not in EXPANSIONS]:
        known = ", ".join(EXPANSIONS)
        raise BadRequestError(f"unknown expansions: {', '.join(unknown)} (expand takes {known})")
    left = []
    for part in _split(fields):
        if part in EXPANSIONS and part != "translations":
            names.append(part)
        elif part.removeprefix("-") not in EXPANSIONS or part.endswith("translations"):
            left.append(part)
    wanted = tuple(name for name in EXPANSIONS if name in names)
    return Selection(",".join(left), wanted)


def refuse_expansions(fields: str) -> None:
    """Raises `BadRequestError` for fields of a list that only details have."""
    named = {part.removeprefix("-") for part in _split(fields)}
    if only := [name for name in EXPANSIONS if name in named and name != "translations"]:
        raise BadRequestError(
            f"unknown fields: {', '.join(only)} (an expansion: details and find have it, lists not)"
        )


def _split(fields: str) -> list[str]:
    """The parts between the commas outside of brackets."""
    parts, depth = [""], 0
    for character in fields:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts if fields else []


class WholePage:
    """Mixin for the pages endpoint: details and find answer with expansions."""

    # The page that `find` answers with, which then needs no looking for by its key.
    found: Page | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        fields, expand = request.GET.get("fields", ""), request.GET.get("expand", "")
        if self.action == "listing_view":
            refuse_expansions(fields)
            if "expand" in request.GET:
                raise BadRequestError("expand is for details and find; lists do not have it")
        else:
            if "expand" in request.GET and not expand:
                raise BadRequestError("expand is empty")
            self.selection = selection(fields, expand)

    def get_serializer_class(self) -> type:
        if self.action == "listing_view":
            return super().get_serializer_class()
        try:
            fields = parse_fields_parameter(self.selection.fields)
        except ValueError as error:
            raise BadRequestError(f"fields error: {error}") from error
        return self._get_serializer_class(
            self.request.wagtailapi_router, type(self.get_object()), fields, show_details=True
        )

    def detail_view(self, request: Request, pk: int) -> Response:
        """One page with all its fields."""
        page = self.get_object()
        data = self.get_serializer(page).data
        with translation.override(page.locale.language_code), absolute_links():
            expanded = {name: EXPANSIONS[name](page) for name in self.selection.expansions}
        return Response({**data, **expanded})

    def find_view(self, request: Request) -> Response:
        """The page at an address of the website, or where its redirects lead.

        With `fields` or `expand` the answer is the page itself, or the redirect; without them, as
        Wagtail has it, a redirect (302) to the page's detail.
        """
        if not request.GET.keys() & {"fields", "expand"}:
            return super().find_view(request)
        queryset = PublicLocaleFilter().filter_queryset(request, self.get_queryset(), self)
        self.found = self._find(queryset, request)
        if self.found is not None:
            return self.detail_view(request, self.found.pk)
        redirect = "html_path" in request.GET and find_redirect(request.GET["html_path"])
        if not redirect:
            raise Http404("not found")
        answer: Redirected = {"redirect": target_data(redirect)}
        return Response(answer)

    def find_object(self, queryset: Any, request: Request) -> Page | None:
        """The page that a find request asks for, or the one that a redirect leads to."""
        page = self._find(queryset, request)
        if page is None and "html_path" in request.GET:
            redirect = find_redirect(request.GET["html_path"])
            page = redirect and redirect.page
            return page if page and queryset.filter(pk=page.pk).exists() else None
        return page

    def _find(self, queryset: Any, request: Request) -> Page | None:
        if "html_path" not in request.GET:
            try:
                return super().find_object(queryset, request)
            except ObjectDoesNotExist:  # of any type: `type=` narrows the queryset to one
                return None
        path = request.GET["html_path"].partition("?")[0].partition("#")[0]
        language = language_of_path(path)
        if language is None:
            return None
        parts = [part for part in path.split("/") if part][1:]
        start = self._start_paths().get(language)
        address = "".join(f"{part}/" for part in parts)
        if not start:
            return None
        # The whole address has no index; few pages share the last part of one.
        url_path = f"{start}{address}"
        slug = url_path.rstrip("/").rpartition("/")[2]
        found = queryset.filter(slug=slug, url_path=url_path, locale__language_code=language)
        return found.order_by().first()

    def _start_paths(self) -> dict[str, str]:
        """Where the start page of each language stands in the tree."""
        key = self.get_root_page().translation_key
        starts = Page.objects.filter(translation_key=key)
        return fact(
            f"start pages {key}",
            lambda: dict(starts.values_list("locale__language_code", "url_path")),
        )
