"""The picture of a page for feeds and shared links: JPEG, which every program can show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from .images import SHARE_SIZE, SHARE_SPECIFICATION
from .plain_text import printable
from .urls import absolute_url

# What stands on the site's own card (`manage.py draw_share_cards` of the home app).
CLAIM = _("New opportunities for municipal development policy")

OPEN_GRAPH_LOCALES = {"de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True)
class ShareImage:
    """A picture that goes along when a page is shared; sizes in pixels, the URL absolute."""

    url: str
    width: int
    height: int
    media_type: str
    alt: str


# What draws a card with the title of a page; None for a page that the site's own card fits.
CardSource = Callable[[Page], ShareImage | None]

_card_sources: list[CardSource] = []


def register_cards(source: CardSource) -> CardSource:
    """Register what draws the cards of pages: a matter of an upper floor. Returns it."""
    _card_sources.append(source)
    return source


def share_image(page: Any) -> ShareImage:
    """The picture of a page (`BasePage.share_picture`) cut to the size of shared links.

    The page's card stands in where it has none or its file is missing, else the site's own card
    in the page's language.
    """
    rendition = jpeg(page.share_picture, SHARE_SPECIFICATION)
    if rendition is None:
        cards = (source(page) for source in _card_sources)
        return next((card for card in cards if card), None) or _site_card(page)
    alt = printable(page.share_picture_alt)
    size = rendition.width, rendition.height
    return ShareImage(absolute_url(rendition.url), *size, "image/jpeg", alt)


def _site_card(page: Any) -> ShareImage:
    url = absolute_url(static(f"img/share-{page.locale.language_code}.png"))
    return ShareImage(url, *SHARE_SIZE, "image/png", f"{settings.WAGTAIL_SITE_NAME}: {CLAIM}")


def jpeg(picture: Any, specification: str) -> Any:
    """A rendition of a picture; None without a picture and where its file is missing."""
    try:
        return picture and picture.get_rendition(specification)
    except SourceImageIOError:
        return None


def file_size(rendition: Any) -> int | None:
    """The size of a rendition's file in bytes, remembered; None if it is missing.

    Asking a remote storage means a request per file, and a rendition's file never changes.
    """
    key = f"rendition-size-{rendition.pk}-{rendition.width}x{rendition.height}"
    try:
        return cache.get_or_set(key, lambda: rendition.file.size, timeout=None)
    except OSError:
        return None
