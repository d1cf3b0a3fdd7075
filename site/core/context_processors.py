"""What stands around every page, also around the error pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.models import Page, Site

from . import navigation
from .facts import fact
from .surroundings import Surroundings

Part = TypeVar("Part")


@dataclass(frozen=True)
class Entry:
    """A page in a menu, with its address, which takes a while to make."""

    pk: int
    path: str
    title: str
    url: str


class Chrome:
    """Header and footer in the active language; each part is loaded when a template asks.

    Whatever does not hang on the request is shared by all of them until something public changes.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._site = Site.find_for_request(request)

    @property
    def site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def _shared(self, name: str, make: Callable[[], Part]) -> Part:
        return fact(f"{name} of site {self._site and self._site.pk} in {get_language()}", make)

    @cached_property
    def _around(self) -> Surroundings:
        return self._shared("surroundings", lambda: Surroundings(self._site))

    def __getattr__(self, name: str) -> Any:
        """What the site's settings say: banner, contacts, footer."""
        return getattr(self._around, name)

    @cached_property
    def home(self) -> Entry | None:
        return self._shared("start page", lambda: _entry(navigation.home_page()))

    @cached_property
    def menu(self) -> list[Entry]:
        return self._shared(
            "menu", lambda: [entry for page in navigation.main_menu() if (entry := _entry(page))]
        )

    @cached_property
    def language_links(self) -> list[navigation.LanguageLink]:
        """For pages that know no page of their own, such as 404."""
        return navigation.language_links(None)

    @cached_property
    def barrier_url(self) -> str:
        """Where to report a barrier on this page, with the page's address; "" without a form.

        § 7 (2) BITV 2.0: users can report barriers from every page.
        """
        if self.barrier_page is None:
            return ""
        return f"{self.barrier_page.url}?{urlencode({'barrier': self.request.path})}"


def _entry(page: Page | None) -> Entry | None:
    return page and Entry(page.pk, page.path, page.title, page.url or "")


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Adds `chrome` to every template; nothing is loaded for the admin, which does not ask."""
    return {"chrome": SimpleLazyObject(lambda: Chrome(request))}
