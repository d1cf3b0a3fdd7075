"""The ways in which a page is hidden from visitors: each function hides the page it is given."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

PASSWORD = "Sesam öffne dich"


def as_draft(page: Page) -> None:
    page.unpublish()


def as_expired(page: Page) -> None:
    """Past its expiry, while the job that unpublishes it has not run."""
    page = Page.objects.get(pk=page.pk)
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save(update_fields=["expire_at"])


def as_scheduled(page: Page) -> None:
    page.unpublish()
    page.refresh_from_db()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def by_password(page: Page) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password=PASSWORD
    )


def by_login(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def by_group(page: Page) -> None:
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get_or_create(name="Team")[0])


def _with_parent(hide: Callable[[Page], None]) -> Callable[[Page], None]:
    def hide_with_parent(page: Page) -> None:
        hide(page.get_parent().specific)

    return hide_with_parent


#: name: how the page itself is hidden
OF_ITSELF: dict[str, Callable[[Page], None]] = {
    "draft": as_draft,
    "expired": as_expired,
    "scheduled": as_scheduled,
    "password": by_password,
    "login": by_login,
    "group": by_group,
}

#: the same, and the ways in which a page is hidden with the page above it
ALL_WAYS: dict[str, Callable[[Page], None]] = {
    **OF_ITSELF,
    **{f"below a page hidden by {name}": _with_parent(hide) for name, hide in OF_ITSELF.items()},
}
