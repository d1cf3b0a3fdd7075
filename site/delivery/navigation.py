"""`navigation/`: the site's menus in a language."""

from typing import Any

from django.urls import path
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict

from core.menus import Node, menus
from core.shapes import Language, Link
from core.urls import page_link

from .changes import resources
from .endpoint import PublicEndpoint
from .nothing import NoModel
from .parameters import LOCALE


class MenuEntry(Link):
    """A page of the main menu with the pages below it that are marked for menus."""

    children: list[Link]


class Navigation(TypedDict):
    """The ways through the site in a language, as its own header and footer show them.

    `home` is null, and `menu` empty, where the language has no start page yet.
    """

    locale: Language
    home: Link | None
    menu: list[MenuEntry]
    footer: list[Link]


def navigation(language: str) -> Navigation:
    """The menus of a language; pages that nobody may see are in none."""
    found = menus(language)
    with translation.override(language):
        return {
            "locale": language,
            "home": page_link(found.home) if found.home else None,
            "menu": [_entry(node) for node in found.menu],
            "footer": [page_link(page) for page in found.footer],
        }


def _entry(node: Node) -> MenuEntry:
    return {
        **page_link(node.page),
        "children": [page_link(child.page) for child in node.children],
    }


class NavigationEndpoint(PublicEndpoint, GenericViewSet):
    """The site's menus."""

    name = "navigation"
    model = NoModel
    parameters = {"listing_view": {"locale": LOCALE}}
    answers = {"listing_view": Navigation}

    def listing_view(self, request: Request) -> Response:
        """The start page, the main menu with its second level, and the links of the footer."""
        return Response(navigation(self.asked["locale"]))

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


resources.register("navigation", lambda language: [(language, navigation(language))])
