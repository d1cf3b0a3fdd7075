"""`redirects/`: old addresses of the website and where they lead now."""

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict
from wagtail.contrib.redirects.models import Redirect

from core.page_types import load_page_types
from core.redirects import PublicRedirect, all_redirects
from core.shapes import Link, Listing, Url
from core.urls import page_link

from .changes import resources
from .endpoint import PublicEndpoint
from .parameters import LIMIT, OFFSET


class RedirectTarget(TypedDict):
    """Where a redirect leads. `page` is the page that stands there, null if it is none."""

    target: Url
    is_permanent: bool
    page: Link | None


class RedirectData(RedirectTarget):
    """A redirect; `path` is the old path, without "/" at its end."""

    path: str


def target_data(redirect: PublicRedirect) -> RedirectTarget:
    """Where a redirect leads, as the API shows it."""
    return {
        "target": redirect.target,
        "is_permanent": redirect.is_permanent,
        "page": redirect.page and page_link(redirect.page),
    }


def redirect_data(redirect: PublicRedirect) -> RedirectData:
    """A redirect as the API shows it."""
    return {"path": redirect.path, **target_data(redirect)}


class RedirectsEndpoint(PublicEndpoint, GenericViewSet):
    """Redirects of the website."""

    name = "redirects"
    model = Redirect
    parameters = {"listing_view": {"limit": LIMIT, "offset": OFFSET}}
    answers = {"listing_view": Listing[RedirectData]}

    def listing_view(self, request: Request) -> Response:
        """The redirects to what everybody may see, by their old path."""
        load_page_types()
        found, start = all_redirects(), self.asked["offset"]
        items = found[start : start + self.asked["limit"]]
        data = {
            "meta": {"total_count": len(found)},
            "items": [redirect_data(redirect) for redirect in items],
        }
        return Response(data)

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


def _entries(language: str) -> list[tuple[str, RedirectData]]:
    return [(redirect.path, redirect_data(redirect)) for redirect in all_redirects()]


resources.register("redirects", _entries, has_languages=False)
