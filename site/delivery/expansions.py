"""What belongs to a page and can be had in the same request: `expand=breadcrumbs,seo`.

Each function takes a page that everybody may see, loaded with what it refers to, in its own
language, and says in its annotation what it answers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Subquery
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
from .rendered import number_of

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
    below = _rows_below(page)
    return {"total_count": below.total, "items": _cards(below.pages)}


def siblings(page: BasePage) -> Siblings:
    """The other pages beside this one, in the order in which the site shows them."""
    beside = _rows_beside(page)
    return {
        "total_count": beside.total,
        "items": _cards(beside.pages),
        "previous": _link(beside.previous),
        "next": _link(beside.next),
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
        known.expect_pictures_of(_rows_below(page).pages)
    if "siblings" in names:
        known.expect_pictures_of(_rows_beside(page).pages)


@dataclass(frozen=True)
class Rows:
    """The first pages of a list, and how many it has in all."""

    pages: list[Page] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Beside(Rows):
    """The first pages beside one, and its neighbours, which need not be among them."""

    previous: Page | None = None
    next: Page | None = None


def _rows_below(page: BasePage) -> Rows:
    def load() -> Rows:
        children = page.shown_children()
        pages = references.with_locales(children[:MAX_ITEMS])
        full = len(pages) == MAX_ITEMS
        return Rows(pages, _number_below(page, children) if full else len(pages))

    # A leaf of the tree has no pages below it, hidden or not.
    return references.current().once(("below", page.pk), load) if page.numchild else Rows()


def _number_below(parent: BasePage, children: PageQuerySet) -> int:
    return number_of(("below", parent.pk), children.order_by().count)


def _rows_beside(page: BasePage) -> Beside:
    above = navigation.breadcrumbs(page)
    if not above:
        return Beside()  # start pages stand for themselves
    parent = above[-1].specific_deferred

    def load() -> Beside:
        beside = parent.shown_children()
        place = _place(parent, beside, page)
        neighbours = set(place.values()) - {None} if place else set()
        # Keys first: with an alternative beside it, a part of a list is not read from its index.
        first = list(beside.exclude(pk=page.pk).values_list("pk", flat=True)[:MAX_ITEMS])
        rows = references.with_locales(beside.filter(pk__in={*first, *neighbours}))
        by_pk = {row.pk: row for row in rows}
        total = _number_below(parent, beside) - bool(place)
        if place is None:  # a draft
            return Beside([by_pk[pk] for pk in first if pk in by_pk], total)
        return Beside(
            [by_pk[pk] for pk in first if pk in by_pk],
            total,
            by_pk.get(place["previous"]),
            by_pk.get(place["next"]),
        )

    return references.current().once(("beside", page.pk), load)


def _place(parent: BasePage, beside: PageQuerySet, page: BasePage) -> dict[str, Any] | None:
    """Where a page stands among those beside it: the keys of its neighbours.

    None if it has no place, because it is not public.
    """
    if not isinstance(page, beside.model):
        return None  # the parent lists pages of another type
    before, after = parent.around_child(beside, page)
    places = beside.filter(pk=page.pk).order_by()
    return (
        places.annotate(
            previous=Subquery(before.values("pk")[:1]), next=Subquery(after.values("pk")[:1])
        )
        .values("previous", "next")
        .first()
    )


def _cards(pages: Sequence[Page]) -> list[shapes.Card]:
    return [teasers.card_data(card) for card in teasers.cards(pages)]


def _link(page: Page | None) -> Link | None:
    return page_link(page) if page else None
