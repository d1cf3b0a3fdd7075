"""What roles register with Wagtail's admin."""

from typing import Any

from django.db.models import Q
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from .panel import GroupStatesPanel


@hooks.register("register_group_permission_panel")
def register_states_of_group() -> type[GroupStatesPanel]:
    return GroupStatesPanel


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_published_or_ones_own(pages: PageQuerySet, request: Any) -> PageQuerySet:
    """The chooser names no drafts of others; to what is published everybody may link."""
    if request.user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))
