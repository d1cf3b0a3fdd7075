"""`site/`: what a front end needs for the frame around all pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import get_language_info
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from typing_extensions import TypedDict
from wagtail.models import Page

from core.menus import menus
from core.navigation import site_root
from core.page_types import load_page_types
from core.shapes import ContactData, Language, Link, Url
from core.surroundings import of_default_site
from core.urls import absolute_url, page_link
from core.visibility import visible

from .changes import resources
from .endpoint import PublicEndpoint
from .nothing import NoModel
from .parameters import LOCALE


class SiteLanguage(TypedDict):
    """A language of the site with its own name, and its start page if there is one."""

    locale: Language
    name: str
    home: Link | None


class BannerData(TypedDict):
    """What stands above every page, and the page that says more."""

    text: str
    page: Link | None


class SocialProfileData(TypedDict):
    """A profile elsewhere: whose it is, and on which platform."""

    platform: str
    account: str
    url: Url


class Footer(TypedDict):
    """What stands below every page; paragraphs of the text are separated by empty lines."""

    text: str
    links: list[Link]


class Feed(TypedDict):
    """A feed or calendar that can be subscribed to."""

    title: str
    media_type: str
    url: Url


class SiteInfo(TypedDict):
    """The site in a language. `barrier_page` is the form by which readers report barriers, which
    every page must link to (§ 7 (2) BITV 2.0); `search_url` takes the text as `?q=`."""

    name: str
    locale: Language
    languages: list[SiteLanguage]
    home: Link | None
    banner: BannerData | None
    footer: Footer
    contacts: list[ContactData]
    social_profiles: list[SocialProfileData]
    barrier_page: Link | None
    feeds: list[Feed]
    search_url: Url
    opensearch_url: Url
    sitemap_url: Url


# language → feeds in this language, which is active
FeedSource = Callable[[str], Iterable[Feed]]

_feeds: list[FeedSource] = []


def register_feeds(source: FeedSource) -> FeedSource:
    """Register a floor's source of feeds. Returns it, as a decorator."""
    _feeds.append(source)
    return source


def site_info(language: str) -> SiteInfo:
    """The site in a language; of pages and contacts only what everybody may see."""
    load_page_types()
    with translation.override(language):
        around, found = of_default_site(), menus(language)
        around.load_pages()
        return {
            "name": settings.WAGTAIL_SITE_NAME,
            "locale": language,
            "languages": _languages(),
            "home": _link(found.home),
            "banner": around.banner
            and {"text": around.banner.text, "page": _link(around.banner.page)},
            "footer": {
                "text": around.footer_text,
                "links": [page_link(page) for page in found.footer],
            },
            "contacts": [contact.data() for contact in around.contacts],
            "social_profiles": [
                {"platform": profile.platform, "account": profile.account, "url": profile.url}
                for profile in around.social_profiles
            ],
            "barrier_page": _link(around.barrier_page),
            "feeds": [feed for source in _feeds for feed in source(language)],
            "search_url": absolute_url(reverse("search")),
            "opensearch_url": absolute_url(reverse("opensearch")),
            "sitemap_url": absolute_url("/sitemap.xml"),
        }


def _languages() -> list[SiteLanguage]:
    root = site_root()
    versions = Page.objects.filter(translation_key=root and root.translation_key)
    homes = {page.locale.language_code: page for page in visible(versions).select_related("locale")}
    return [
        {
            "locale": code,
            "name": get_language_info(code)["name_local"],
            "home": _link(homes.get(code)),
        }
        for code, __ in settings.LANGUAGES
    ]


def _link(page: Page | None) -> Link | None:
    return page_link(page) if page else None


class SiteEndpoint(PublicEndpoint, GenericViewSet):
    """The site as a whole."""

    name = "site"
    model = NoModel
    parameters = {"listing_view": {"locale": LOCALE}}
    answers = {"listing_view": SiteInfo}

    def listing_view(self, request: Request) -> Response:
        """Name, languages, banner, footer, contacts, profiles and addresses of the site."""
        return Response(site_info(self.asked["locale"]))

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        return [path("", cls.as_view({"get": "listing_view"}), name="listing")]


resources.register("site", lambda language: [(language, site_info(language))])
