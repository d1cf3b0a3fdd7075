"""What to say at an address where no page is: whether one was, and what is near."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page

from .navigation import home_page
from .redirects import redirected_page
from .visibility import visible

# Functions of upper floors that know further addresses of what was withdrawn.
_gone: list[Callable[[str], bool]] = []


def register_gone(is_gone: Callable[[str], bool]) -> Callable[[str], bool]:
    """Register a function that says whether something was withdrawn from a path for good.

    Returns it, as a decorator.
    """
    _gone.append(is_gone)
    return is_gone


@dataclass(frozen=True)
class Lost:
    """`nearest` is the closest visible page above the address; `is_gone` says that a page was
    public here and was withdrawn (410 Gone, RFC 9110 section 15.5.11)."""

    nearest: Page | None = None
    is_gone: bool = False


def look_around(path: str, language: str) -> Lost:
    """Look for what was at, or is above, a path of the website ("/de/aktuelles/alt/")."""
    if "\x00" in path:
        return Lost()  # no page has one in its address, and PostgreSQL looks for none
    home = home_page(language)
    parts = [part for part in path.split("/") if part]
    if home is None or not parts or parts[0] != language:
        return Lost(is_gone=_is_gone_for_good(path))
    addresses = [home.url_path]
    for part in parts[1:]:
        addresses.append(f"{addresses[-1]}{part}/")
    # By slug, which has an index; an address has none.
    found = Page.objects.filter(slug__in=[home.slug, *parts[1:]], url_path__in=addresses)
    pages = {page.url_path: page for page in found}
    shown = set(visible(found).values_list("pk", flat=True))
    nearest = [pages[a] for a in addresses if a in pages and pages[a].pk in shown]
    return Lost(
        nearest=nearest[-1] if nearest else None,
        is_gone=_was_withdrawn(pages.get(addresses[-1]) or redirected_page(path))
        or _is_gone_for_good(path),
    )


def _is_gone_for_good(path: str) -> bool:
    return any(is_gone(path) for is_gone in _gone)


def _was_withdrawn(page: Page | None) -> bool:
    """Whether the page was published once, is not any more, and is not planned to be again."""
    if page is None or page.first_published_at is None or page.go_live_at:
        return False
    has_expired = page.expire_at is not None and page.expire_at <= timezone.now()
    return not page.live or has_expired
