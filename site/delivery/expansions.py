"""What belongs to a page and can be had in the same request: `expand=breadcrumbs,seo`.

Each function takes a page that everybody may see, loaded with what it refers to, in its own
language, and says in its annotation what it answers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.functions import Lag, Lead
from typing_extensions import TypedDict
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core import navigation, references, shapes, teasers
from core.models import BasePage
from core.seo import Seo, seo
from core.shapes import Link, Translation
from core.surroundings import of_default_site
from core.urls import page_link

from .navigation import Navigation
from .navigation import navigation as menus

MAX_ITEMS = 20


class CardList(TypedDict):
    """The first 20 pages of a list, and how many it has in all."""

    total_count: int
    items: list[shapes.Card]


class Siblings(CardList):
    """The other pages beside this one, and those that stand right before and after it."""

    previous: Link | None
    next: Link | None


def breadcrumbs(page: BasePage) -> list[Link]:
    """The pages above this one, the start page first."""
    return [page_link(ancestor) for ancestor in navigation.breadcrumbs(page)]


def translations(page: BasePage) -> list[Translation]:
    """The page in the other languages."""
    return [
        {"locale": other.locale.language_code, **page_link(other)} for other in page.translations
    ]


def site_navigation(page: BasePage) -> Navigation:
    """The menus in the page's language, as `navigation/` has them."""
    return menus(page.locale.language_code)


def children(page: BasePage) -> CardList:
    """The pages right below this one, in the order in which the site shows them."""
    rows = _rows_below(page)
    return {"total_count": rows[0].total if rows else 0, "items": _cards(rows)}


def siblings(page: BasePage) -> Siblings:
    """The other pages beside this one, in the order in which the site shows them."""
    beside = _rows_beside(page)
    by_pk = {row.pk: row for row in beside.rows}
    return {
        "total_count": beside.total,
        "items": _cards(beside.rows[:MAX_ITEMS]),
        "previous": _link(by_pk.get(beside.previous)),
        "next": _link(by_pk.get(beside.next)),
    }


def related(page: BasePage) -> list[shapes.Card]:
    """Pages that go with this one: those that editors chose, or a state's news and advisors."""
    return [teasers.card_data(card) for card in page.related_cards()]


def machine_data(page: BasePage) -> Seo:
    """What the website's page says to search engines and in shared links."""
    return seo(page, navigation.breadcrumbs(page), of_default_site().contacts)


# name → function; `fields=` takes the names as well, beside Wagtail's own.
EXPANSIONS: dict[str, Callable[[BasePage], Any]] = {
    "breadcrumbs": breadcrumbs,
    "translations": translations,
    "navigation": site_navigation,
    "children": children,
    "siblings": siblings,
    "related": related,
    "seo": machine_data,
}


def expect(page: BasePage, names: Iterable[str]) -> None:
    """Find what expansions will show, before the page itself is loaded with what it refers to:
    the pictures of all are then loaded together."""
    known = references.current()
    if "children" in names:
        known.expect_pictures_of(_rows_below(page))
    if "siblings" in names:
        known.expect_pictures_of(_rows_beside(page).rows)


@dataclass(frozen=True)
class Beside:
    """The first pages beside one and its neighbours, of `total` others; the neighbours' keys."""

    rows: list[Page] = field(default_factory=list)
    total: int = 0
    previous: int | None = None
    next: int | None = None


def _rows_below(page: BasePage) -> list[Page]:
    def load() -> list[Page]:
        pages = page.shown_children().annotate(total=Window(Count("pk")))
        return references.with_locales(pages[:MAX_ITEMS])

    # A leaf of the tree has no pages below it, hidden or not.
    return references.current().once(("below", page.pk), load) if page.numchild else []


def _rows_beside(page: BasePage) -> Beside:
    above = navigation.breadcrumbs(page)
    if not above:
        return Beside()  # start pages stand for themselves
    parent = above[-1].specific_deferred

    def load() -> Beside:
        beside = parent.shown_children()
        place = _place(beside, page)
        others = beside.exclude(pk=page.pk)
        wanted = Q(pk__in=others.values("pk")[:MAX_ITEMS])
        if place is None:  # a draft
            return Beside(references.with_locales(others.filter(wanted)), others.count())
        wanted |= Q(pk__in=[place["previous"], place["next"]])
        rows = references.with_locales(others.filter(wanted))
        return Beside(rows, place["total"] - 1, place["previous"], place["next"])

    return references.current().once(("beside", page.pk), load)


def _place(beside: PageQuerySet, page: BasePage) -> dict[str, Any] | None:
    """Where a page stands among those beside it: the keys of its neighbours, and how many.

    None if it has no place, because it is not public.
    """
    order = beside.query.order_by
    places = beside.order_by().annotate(
        previous=Window(Lag("pk"), order_by=order),
        next=Window(Lead("pk"), order_by=order),
        total=Window(Count("pk")),
        # A condition on the key alone would be applied before the neighbours are looked for.
        total_at_page=Case(When(pk=page.pk, then=F("total")), default=0),
    )
    return places.filter(total_at_page__gt=0).values("previous", "next", "total").first()


def _cards(pages: Sequence[Page]) -> list[shapes.Card]:
    return [teasers.card_data(card) for card in teasers.cards(pages)]


def _link(page: Page | None) -> Link | None:
    return page_link(page) if page else None
