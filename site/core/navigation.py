"""Where a page stands: menu, breadcrumbs, and the way to the other language."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from . import references
from .facts import fact
from .shown import note
from .visibility import is_visible_as_loaded, visible


@dataclass(frozen=True)
class LanguageLink:
    """The way to another language: the page's translation, or the nearest translated ancestor."""

    language: str
    name: str
    page: Page | None
    is_exact: bool

    @property
    def url(self) -> str:
        """Address of the page; the language's start address without a page."""
        return (self.page and self.page.url) or f"/{self.language}/"


@dataclass(frozen=True)
class Alternate:
    """A page in one language, as `<link rel="alternate" hreflang>` names it."""

    language: str
    url: str


def site_root() -> Page | None:
    """The German start page of the default site, or None before there is a site."""

    def load() -> Page | None:
        sites = Site.objects.select_related("root_page")
        site = sites.filter(is_default_site=True).first()
        return site and site.root_page

    return fact("root of the default site", load)


def home_page(language: str | None = None) -> Page | None:
    """The visible start page of a language (default: the active one), or None."""
    language = language or get_language() or settings.LANGUAGE_CODE

    def load() -> Page | None:
        root = site_root()
        if root is None:
            return None
        pages = Page.objects.filter(
            translation_key=root.translation_key, locale__language_code=language
        )
        return visible(pages).select_related("locale").first()

    return fact(f"start page in {language}", load)


def main_menu(language: str | None = None) -> list[Page]:
    """The visible pages right below the start page that are marked for menus, in tree order."""
    home = home_page(language)
    if home is None:
        return []
    return fact(f"menu below {home.path}", lambda: list(visible(home.get_children().in_menu())))


def ancestors(page: Page) -> list[Page]:
    """All pages above a page, from the start page down, whoever may see them."""

    def load() -> list[Page]:
        return references.with_locales(page.get_ancestors().filter(depth__gt=1))

    return references.current().once(_above(page), load)


def note_ancestors(page: Page, above: list[Page]) -> None:
    """Remember for the request which pages stand above a page, where they are known."""
    references.current().once(_above(page), lambda: above)


def _above(page: Page) -> tuple[str, str]:
    return "ancestors", page.path


def breadcrumbs(page: Page) -> list[Page]:
    """The visible pages above a page, from the start page down; empty for a start page."""
    return [ancestor for ancestor in ancestors(page) if is_visible_as_loaded(ancestor)]


def alternates(page: Page) -> list[Alternate]:
    """The page itself and its visible translations, by absolute URL.

    Where no language fits ("x-default"), readers get the German page, else this one.
    """
    urls = {
        version.locale.language_code: version.full_url
        for version in (page, *references.current().translations(page))
    }
    default = urls.get(settings.LANGUAGE_CODE) or page.full_url
    return [
        *(Alternate(code, urls[code]) for code, __ in settings.LANGUAGES if code in urls),
        Alternate("x-default", default),
    ]


def language_links(page: Page | None) -> list[LanguageLink]:
    """One link per other language, to the translation or the nearest translated ancestor.

    Without either, and for what is no page, to the language's start page.
    """
    current = page.locale.language_code if page else get_language()
    others = [code for code, __ in settings.LANGUAGES if code != current]
    chain = [*ancestors(page), page] if page else []
    families = references.current().families(Page)
    families.load([], [step.translation_key for step in chain])
    nearest: dict[str, Page] = {}
    for step in chain:
        for code, candidate in families.of_key(step.translation_key).items():
            if code in others and is_visible_as_loaded(candidate):
                nearest[code] = candidate
    note(nearest.values())
    return [
        LanguageLink(
            language=code,
            name=get_language_info(code)["name_local"],
            page=nearest.get(code) or home_page(code),
            is_exact=bool(
                page and code in nearest and nearest[code].translation_key == page.translation_key
            ),
        )
        for code in others
    ]
