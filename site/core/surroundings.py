"""What stands around every page, from the site's settings: for the website and for the API."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from wagtail.models import Page, Site

from . import references
from .facts import fact
from .models import ContactPerson, SiteSettings
from .models.settings import SocialProfile
from .shown import aside


@dataclass(frozen=True)
class Banner:
    """The text about the state of the project, and the page with more about it."""

    text: str
    page: Page | None


class Surroundings:
    """Banner, footer, contacts and profiles in the active language; each loaded when asked for."""

    def __init__(self, site: Site | None) -> None:
        self._site = site

    @cached_property
    def settings(self) -> SiteSettings | None:
        """None before somebody has set anything: reading writes nothing."""
        return SiteSettings.objects.filter(site=self._site).first() if self._site else None

    def load_pages(self) -> None:
        """Load the pages that the settings name all at once."""
        if self.settings:
            pks = [self.settings.banner_page_id, self.settings.barrier_page_id]
            with aside():
                references.current().targets(pks)

    @cached_property
    def banner(self) -> Banner | None:
        """None if the banner is off or has no text."""
        if not (self.settings and self.settings.banner_enabled):
            return None
        text = self.settings.in_language("banner_text", get_language())
        with aside():
            page = references.current().target(self.settings.banner_page_id)
        return Banner(text, page) if text else None

    @cached_property
    def footer_text(self) -> str:
        return self.settings.in_language("footer_text") if self.settings else ""

    @cached_property
    def footer_links(self) -> list[Page]:
        if not self.settings:
            return []
        pks = self.settings.footer_links.values_list("page_id", flat=True)
        with aside():
            return list(references.current().targets(pks).values())

    @cached_property
    def barrier_page(self) -> Page | None:
        """The form by which readers report barriers (§ 7 (2) BITV 2.0)."""
        with aside():
            return self.settings and references.current().target(self.settings.barrier_page_id)

    @cached_property
    def contacts(self) -> list[Any]:
        if not self.settings:
            return []
        pks = self.settings.default_contacts.values_list("contact_id", flat=True)
        return references.current().snippets(ContactPerson, pks)

    @cached_property
    def social_profiles(self) -> list[SocialProfile]:
        return list(self.settings.social_profiles.all()) if self.settings else []


def of_default_site() -> Surroundings:
    """The surroundings for who asks from elsewhere: of the default site."""
    return fact(
        f"surroundings in {get_language()}",
        lambda: Surroundings(Site.objects.filter(is_default_site=True).first()),
    )
