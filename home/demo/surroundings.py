"""What stands around the pages: the site record and the settings of banner and footer."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from core.models import ContactPerson, SiteSettings
from core.models.settings import DefaultContact, FooterLink, SocialProfile

from .data import DemoData, DemoDataError, explain
from .targets import Targets

WELCOME_TITLE = "Welcome to your new Wagtail site!"


def ensure_site(home: Page, name: str) -> Site:
    """The default site, with the German start page as its root.

    A site whose root an editor chose stays as it is. Wagtail's welcome page goes if nobody touched
    it.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(
            hostname="localhost", site_name=name, root_page=home, is_default_site=True
        )
    old_root = site.root_page
    if is_untouched_welcome_page(old_root):
        site.root_page = home
        site.site_name = site.site_name or name
        site.save()
        old_root.delete()
    return site


def is_untouched_welcome_page(page: Page) -> bool:
    """Whether this is the page that Wagtail's first migration leaves, as it left it."""
    return (
        page.specific_class is Page
        and page.title == WELCOME_TITLE
        and page.numchild == 0
        and page.latest_revision_id is None
    )


def ensure_settings(site: Site, data: DemoData, targets: Targets) -> SiteSettings:
    """The site's settings, filled from the data files if they are still empty."""
    settings = SiteSettings.for_site(site)
    if not _is_empty(settings):
        return settings
    place = "settings"
    german, english = data.german[place], data.english[place]
    settings.banner_enabled = german["banner_enabled"]
    for field in ("banner_text", "footer_text"):
        setattr(settings, f"{field}_de", german[field])
        setattr(settings, f"{field}_en", english[field])
    settings.banner_page_id = targets.pk(Page, german["banner_link"], place)
    settings.barrier_page_id = targets.pk(Page, german["barrier_page"], place)
    settings.social_profiles = _ordered(SocialProfile, german["social_profiles"])
    settings.footer_links = _ordered(
        FooterLink,
        [{"page_id": targets.pk(Page, link["page"], place)} for link in german["footer_links"]],
    )
    settings.default_contacts = _ordered(
        DefaultContact,
        [
            {"contact_id": targets.pk(ContactPerson, key, place)}
            for key in german["default_contacts"]
        ],
    )
    try:
        settings.full_clean()
    except ValidationError as error:
        raise DemoDataError(place, explain(error)) from error
    settings.save()
    return settings


def _is_empty(settings: SiteSettings) -> bool:
    values = (
        settings.banner_text_de,
        settings.banner_text_en,
        settings.banner_page_id,
        settings.barrier_page_id,
        settings.footer_text_de,
        settings.footer_text_en,
    )
    lists = (settings.social_profiles, settings.footer_links, settings.default_contacts)
    return not any(values) and not any(items.exists() for items in lists)


def _ordered(model: type, entries: list[dict[str, Any]]) -> list[Any]:
    return [model(sort_order=index, **entry) for index, entry in enumerate(entries)]
