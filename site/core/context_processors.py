"""What stands around every page, also around the error pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from wagtail.models import Page, Site

from . import navigation
from .surroundings import Surroundings


class Chrome(Surroundings):
    """Header and footer in the active language; each part is loaded when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(Site.find_for_request(request))
        self.request = request

    @property
    def site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    @cached_property
    def home(self) -> Page | None:
        return navigation.home_page()

    @cached_property
    def menu(self) -> list[Page]:
        return navigation.main_menu()

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


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Adds `chrome` to every template; nothing is loaded for the admin, which does not ask."""
    return {"chrome": SimpleLazyObject(lambda: Chrome(request))}
