"""What stands around every page, also around the error pages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.models import Page, Site

from . import navigation, references
from .models import SiteSettings
from .models.settings import SocialProfile


@dataclass
class Chrome:
    """Header and footer in the active language; each part is loaded when a template asks."""

    request: HttpRequest

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
    def settings(self) -> SiteSettings | None:
        site = Site.find_for_request(self.request)
        return SiteSettings.for_site(site) if site else None

    @cached_property
    def banner(self) -> dict[str, Any] | None:
        """`{text, page}`, or None if the banner is off or has no text."""
        if not (self.settings and self.settings.banner_enabled):
            return None
        text = self.settings.in_language("banner_text", get_language())
        page = references.current().target(self.settings.banner_page_id)
        return {"text": text, "page": page} if text else None

    @cached_property
    def footer_text(self) -> str:
        return self.settings.in_language("footer_text") if self.settings else ""

    @cached_property
    def footer_links(self) -> list[Page]:
        if not self.settings:
            return []
        pks = self.settings.footer_links.values_list("page_id", flat=True)
        return list(references.current().targets(pks).values())

    @cached_property
    def barrier_url(self) -> str:
        """Where to report a barrier on this page, with the page's address; "" without a form.

        § 7 (2) BITV 2.0: users can report barriers from every page.
        """
        page = self.settings and references.current().target(self.settings.barrier_page_id)
        return f"{page.url}?{urlencode({'barrier': self.request.path})}" if page else ""

    @cached_property
    def contacts(self) -> list[Any]:
        if not self.settings:
            return []
        links = self.settings.default_contacts.select_related("contact")
        return references.current().localized(link.contact for link in links)

    @cached_property
    def social_profiles(self) -> list[SocialProfile]:
        return list(self.settings.social_profiles.all()) if self.settings else []


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Adds `chrome` to every template; nothing is loaded for the admin, which does not ask."""
    return {"chrome": SimpleLazyObject(lambda: Chrome(request))}
