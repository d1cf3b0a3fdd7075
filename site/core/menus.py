"""The site's menus as a tree, for other front ends: loaded in two queries whatever their size."""

from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from .facts import fact
from .models.settings import FooterLink
from .navigation import site_root
from .page_types import load_page_types
from .visibility import visible

LEVELS = 2  # below the start page


@dataclass(frozen=True)
class Node:
    """A page of the menu with those below it."""

    page: Page
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Menus:
    """The visible pages that lead through the site in a language.

    `home` is None if the language has no visible start page; then there is no menu either.
    """

    home: Page | None = None
    menu: list[Node] = field(default_factory=list)
    footer: list[Page] = field(default_factory=list)


def menus(language: str) -> Menus:
    """Start page, pages marked for menus, and the links of the footer."""
    return fact(f"menus in {language}", lambda: _load(language))


def _load(language: str) -> Menus:
    root = site_root()
    if root is None:
        return Menus()
    load_page_types()
    links = FooterLink.objects.filter(settings__site__is_default_site=True)
    footer = list(links.values_list("page_id", "page__translation_key"))
    in_menus = Q(
        show_in_menus=True,
        depth__gt=root.depth,
        depth__lte=root.depth + LEVELS,
        locale__language_code=language,
    )
    keys = {root.translation_key, *(key for __, key in footer)}
    found = list(
        visible(Page.objects.filter(in_menus | Q(translation_key__in=keys)))
        .select_related("locale")
        .order_by("path")
    )
    home = _in_language(found, root.translation_key, language)
    return Menus(
        home=home,
        menu=_tree(home, found) if home else [],
        footer=[page for pk, key in footer if (page := _target(found, pk, key, language))],
    )


def _tree(home: Page, pages: list[Page]) -> list[Node]:
    """The nodes right below the start page; pages are in the order of their paths."""
    nodes: dict[str, Node] = {home.path: Node(home)}
    for page in pages:
        parent = nodes.get(page.path[: -Page.steplen])
        if parent is not None and page.show_in_menus and page.depth <= home.depth + LEVELS:
            nodes[page.path] = Node(page)
            parent.children.append(nodes[page.path])
    return nodes[home.path].children


def _target(pages: list[Page], pk: int, key: object, language: str) -> Page | None:
    """Where a link leads: to the page in the reader's language, else to the page itself."""
    translated = _in_language(pages, key, language)
    return translated or next((page for page in pages if page.pk == pk), None)


def _in_language(pages: list[Page], key: object, language: str) -> Page | None:
    return next(
        (p for p in pages if p.translation_key == key and p.locale.language_code == language), None
    )
