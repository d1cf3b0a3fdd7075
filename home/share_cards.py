"""The picture that goes along when a page without one of its own is shared: a card with its title.

It is drawn when it is first asked for, and kept in the cache. Its address has a digest of what it
shows, so that it can be kept for long, and a new title gets a new picture.
"""

import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.images import SHARE_SIZE
from core.models import BasePage
from core.places import State
from core.plain_text import printable
from core.social import ShareImage
from core.urls import absolute_url
from core.visibility import visible
from news.models import NewsIndexPage, NewsPage
from pool.models import AdvisorIndexPage, AdvisorPage, StatePage

from .illustrations import draw_share_card
from .models import AccessibilityPage, ContactPage, HomePage

EDITION = 1  # changes with the look of the cards, so that all get new addresses
# The drawing is flat: so many colours are enough, and the file has a third of the size.
COLOURS = 128
KEPT_BY_BROWSERS = 30 * 24 * 60 * 60  # seconds
KEPT_OF_PEOPLE = 5 * 60

MOTIFS: dict[type[BasePage], str] = {
    AccessibilityPage: "opening",
    AdvisorIndexPage: "pool",
    AdvisorPage: "network",
    ContactPage: "desk",
    NewsIndexPage: "forum",
    NewsPage: "conference",
}
STATE_MOTIFS = {State.NW: "city-nrw", State.BW: "city-bw"}
OTHER_MOTIFS = ("globe-dialogue", "exchange", "partnership", "path", "founding", "appeal")

# One drawing at a time in each process: it takes a fifth of a second of the processor.
_drawing = threading.Lock()


@dataclass(frozen=True)
class ShareCard:
    """What stands on a page's card, and below which address it is served."""

    pk: int
    title: str
    kicker: str
    motif: str

    @property
    def digest(self) -> str:
        shown = (EDITION, settings.WAGTAIL_SITE_NAME, self.title, self.kicker, self.motif)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]

    @property
    def path(self) -> str:
        return reverse("share_card", args=[self.pk, self.digest])

    def png(self) -> bytes:
        """The drawn card, 1200 × 630 pixels."""
        key = f"share-card-{self.pk}-{self.digest}"
        if drawn := cache.get(key):
            return drawn
        with _drawing:
            if drawn := cache.get(key):  # by whoever held the lock
                return drawn
            drawn = self._draw()
            cache.set(key, drawn, timeout=None)
            return drawn

    def _draw(self) -> bytes:
        site_name = settings.WAGTAIL_SITE_NAME
        card = draw_share_card(
            self.title, self.motif, site_name=site_name, kicker=self.kicker, seed=self.title
        )
        file = BytesIO()
        card.quantize(COLOURS, dither=0).save(file, "PNG", optimize=True)
        return file.getvalue()


def card_of(page: BasePage) -> ShareCard:
    """The card of a page, in the page's language."""
    with translation.override(page.locale.language_code):
        return ShareCard(page.pk, page.title, _kicker(page), _motif(page))


def card_image(page: BasePage) -> ShareImage | None:
    """Where the card of a published page is served; None for a start page, which has the site's
    own card, as it has the site's name for a title."""
    if isinstance(page, HomePage):
        return None
    try:
        path = card_of(page).path
    except NoReverseMatch:  # a site that does not serve them
        return None
    alt = printable(f"{settings.WAGTAIL_SITE_NAME}: {page.title}")
    return ShareImage(absolute_url(path), *SHARE_SIZE, "image/png", alt)


@require_safe
def share_card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The card of a page as PNG. 404 for a page that not everybody may see; the address of an
    older title leads to the card of the new one."""
    page = visible(Page.objects.filter(pk=pk)).select_related("locale").specific().first()
    if not isinstance(page, BasePage) or isinstance(page, HomePage):
        raise Http404
    card = card_of(page)
    if digest != card.digest:
        return HttpResponseRedirect(card.path)
    response = HttpResponse(card.png(), content_type="image/png")
    is_of_person = isinstance(page, AdvisorPage)  # who may withdraw, also from caches
    kept = KEPT_OF_PEOPLE if is_of_person else KEPT_BY_BROWSERS
    response["Cache-Control"] = f"public, max-age={kept}, immutable"
    return response


def _kicker(page: BasePage) -> str:
    """The line above the title: where and when, or the state; "" for most."""
    if isinstance(page, NewsPage):
        return page.place_and_date
    if isinstance(page, AdvisorPage):
        return page.get_state_display()
    return ""


def _motif(page: BasePage) -> str:
    if isinstance(page, StatePage) and page.state in STATE_MOTIFS:
        return STATE_MOTIFS[page.state]
    # Both languages of a page have the same.
    other = OTHER_MOTIFS[page.translation_key.int % len(OTHER_MOTIFS)]
    return MOTIFS.get(type(page), other)
