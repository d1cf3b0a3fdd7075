"""The picture of a page for feeds and shared links: JPEG, which every program can show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import SourceImageIOError

from .plain_text import printable
from .urls import absolute_url

# The size that large consumers of the Open Graph protocol ask for (1.91 : 1).
SHARE_SIZE = (1200, 630)
SHARE_SPECIFICATION = f"fill-{SHARE_SIZE[0]}x{SHARE_SIZE[1]}|format-jpeg"

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


def share_image(picture: Any, alt: str, language: str) -> ShareImage:
    """The picture cut to the size of shared links, or the site's own card in a language.

    The card stands in where `picture` is None or its file is missing.
    """
    rendition = jpeg(picture, SHARE_SPECIFICATION)
    if rendition is None:
        return ShareImage(
            absolute_url(static(f"img/share-{language}.png")),
            *SHARE_SIZE,
            "image/png",
            f"{settings.WAGTAIL_SITE_NAME}: {CLAIM}",
        )
    return ShareImage(
        absolute_url(rendition.url), rendition.width, rendition.height, "image/jpeg", printable(alt)
    )


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
