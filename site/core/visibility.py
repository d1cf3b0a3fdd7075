"""Who may see a page: the one place where this is decided for lists, links, counts and the API.

A page is visible to everyone if it is published, its expiry has not passed, no view restriction
covers it, and the same holds for every page above it. An alias shows no more than its source.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from .facts import fact

# Functions of upper floors that name further branches of the tree which nobody may see.
_sources: list[Callable[[], Iterable[str]]] = []


def register_hidden_branches(source: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register a function that returns tree paths to hide. Returns it, as a decorator."""
    _sources.append(source)
    return source


def _in_force() -> Q:
    """Published, and the moment of expiry, if there is one, has not come."""
    return Q(live=True) & (Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))


def hidden_branches() -> list[str]:
    """Tree paths whose pages nobody may see: below drafts and expired pages, restricted,
    and what an upper floor hides."""
    return fact("hidden branches", _find_hidden_branches)


def _registered() -> list[str]:
    return fact("registered branches", _find_registered)


def _find_registered() -> list[str]:
    return [path for source in _sources for path in source()]


def _find_hidden_branches() -> list[str]:
    below_unpublished = (
        Page.objects.filter(numchild__gt=0, depth__gt=1)
        .exclude(_in_force())
        .values_list("path", flat=True)
    )
    restricted = PageViewRestriction.objects.values_list("page__path", flat=True)
    hidden = {*below_unpublished, *restricted, *_registered()}
    return sorted(hidden | _aliases_of_hidden(hidden))


def _aliases_of_hidden(hidden: set[str]) -> set[str]:
    """Paths of the aliases whose source nobody may see, which Wagtail goes on listing."""
    aliases = list(
        Page.objects.exclude(alias_of=None).values_list(
            "path", "alias_of__path", "alias_of__live", "alias_of__expire_at"
        )
    )
    now = timezone.now()
    found: set[str] = set()
    for __ in aliases:  # an alias may be the source of the next
        more = {
            path
            for path, source, live, expire_at in aliases
            if not live or (expire_at and expire_at <= now) or source.startswith((*hidden, *found))
        }
        if more == found:
            break
        found = more
    return found


def visible(queryset: PageQuerySet) -> PageQuerySet:
    """Narrow a queryset of pages to those that an anonymous visitor may see."""
    return queryset.filter(visible_at())


def visible_at(prefix: str = "") -> Q:
    """The condition that a page is visible; `prefix` leads to it from another model ("page__")."""
    expiry = f"{prefix}expire_at"
    condition = Q(**{f"{prefix}live": True}) & (
        Q(**{f"{expiry}__isnull": True}) | Q(**{f"{expiry}__gt": timezone.now()})
    )
    hidden = Q()
    for path in hidden_branches():
        hidden |= Q(**{f"{prefix}path__startswith": path})
    return condition & ~hidden if hidden else condition


def is_visible(page: Page) -> bool:
    """Whether an anonymous visitor may see this page as it is stored."""
    return visible(Page.objects.filter(pk=page.pk)).exists()


def is_visible_as_loaded(page: Page) -> bool:
    """The same without a query, for a page that was just loaded."""
    return _is_in_force(page) and not page.path.startswith(tuple(hidden_branches()))


def is_published(page: Page, above: Iterable[Page] | None = None) -> bool:
    """Whether the page may be shown to somebody who passes its view restrictions.

    Like `is_visible`, but restrictions are left aside: Wagtail asks for the password afterwards.
    `above` are all pages above it but the root, where they are known (`navigation.ancestors`).
    """
    chain = [*(page.get_ancestors().filter(depth__gt=1) if above is None else above), page]
    if not all(_is_in_force(step) for step in chain):
        return False
    if page.path.startswith(tuple(_registered())):
        return False
    # Wagtail guards an alias as its source is, but not as the pages above the source are.
    is_alias = any(step.alias_of_id for step in chain)
    return not is_alias or page.get_view_restrictions().exists() or is_visible(page)


def _is_in_force(page: Page) -> bool:
    """As `_in_force`, of a page that was just loaded."""
    return page.live and (page.expire_at is None or page.expire_at > timezone.now())
