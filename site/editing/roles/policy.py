"""Page permissions that count for the pages of a state only.

Wagtail grants page permissions below a place in the tree. News of all states lie in one list, so
the place does not say whose they are: the permissions of a group with states (`GroupState`) are
narrowed to pages of those states. What belongs to no state is not theirs; in the lists of news and
advisors they may add, and nothing else.

Explorer, search, choosers, reports, bulk actions and the management API all ask this policy.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from .scope import PageStates, in_states, is_list, lists

CACHE = "_page_states_cache"


def states_of(permission: GroupPagePermission) -> frozenset[str]:
    """The states to which a permission is limited; none means no limit."""
    return frozenset(limit.state for limit in permission.group.state_limits.all())


def action_of(permission: GroupPagePermission) -> str:
    """ "change" for the permission `change_page`."""
    return permission.permission.codename.rsplit("_", maxsplit=1)[0]


class StateTester(PagePermissionTester):
    """What a user may do with one page."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self.adds_to_list = False
        if user.is_active and not user.is_superuser:
            self.permissions = self.permission_policy.actions_for(user, page)
            self.adds_to_list = self.permission_policy.may_add_to_list(user, page)

    def can_add_subpage(self) -> bool:
        if not self.adds_to_list or "add" in self.permissions:
            return super().can_add_subpage()
        self.permissions = {*self.permissions, "add"}
        try:
            return super().can_add_subpage()
        finally:
            self.permissions = self.permissions - {"add"}

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """As Wagtail's, but without a query for a page that has none below it, as in lists."""
        is_decided_elsewhere = not self.user.is_active or self.user.is_superuser
        if is_decided_elsewhere or self.page_is_root or not self.page.is_leaf():
            return super().can_delete(ignore_bulk)
        is_free = "publish" in self.permissions or not self.page.live
        is_own = "add" in self.permissions and self.page.owner_id == self.user.pk
        return is_free and ("change" in self.permissions or is_own)


class StatePermissionPolicy(PagePermissionPolicy):
    """Wagtail's policy for pages, with permissions that are narrowed to states."""

    tester = StateTester

    def get_all_permissions_for_user(self, user: Any) -> Any:
        permissions = super().get_all_permissions_for_user(user)
        return permissions.select_related("page", "permission", "group").prefetch_related(
            "group__state_limits"
        )

    def actions_for(self, user: Any, page: Page) -> set[str]:
        """The actions that groups of the user allow for a page; owning it is not looked at."""
        return {
            action_of(permission)
            for permission in self._covering(user, page)
            if self._counts(user, permission, page)
        }

    def may_add_to_list(self, user: Any, page: Page) -> bool:
        """Whether the page is a list to which the user may add pages of a state."""
        return page.specific_class in lists() and any(
            action_of(permission) == "add" for permission in self._covering(user, page)
        )

    def states_for(self, user: Any, place: Page) -> frozenset[str] | None:
        """The states from which the user chooses for a page at a place; None for no limit."""
        if not user.is_active or user.is_superuser:
            return None
        limits = [
            states_of(permission)
            for permission in self._covering(user, place)
            if action_of(permission) in ("add", "change")
        ]
        if not limits or not all(limits):
            return None
        return frozenset().union(*limits)

    def _covering(self, user: Any, page: Page) -> list[GroupPagePermission]:
        return [
            permission
            for permission in self.get_cached_permissions_for_user(user)
            if page.path.startswith(permission.page.path)
        ]

    def _counts(self, user: Any, permission: GroupPagePermission, page: Page) -> bool:
        states = states_of(permission)
        return not states or self._state(user, page) in states

    def _state(self, user: Any, page: Page) -> str:
        if not hasattr(user, CACHE):
            setattr(user, CACHE, PageStates())
        return getattr(user, CACHE).of(page)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Page
    ) -> bool:
        base = self._base_user_has_permission(user)
        if base is not None:
            return base
        granted = self.actions_for(user, instance)
        if "add" in granted and instance.owner_id == user.pk:
            granted.add("change")
        if self.may_add_to_list(user, instance):
            granted.add("add")
        return not granted.isdisjoint(actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        actions = set(actions)
        found = Q(pk__in=())
        for permission in self.get_cached_permissions_for_user(user):
            found |= self._pages_of(user, permission, actions)
        return self.model._default_manager.filter(found)

    def _pages_of(self, user: Any, permission: GroupPagePermission, actions: set[str]) -> Q:
        action = action_of(permission)
        if action in actions:
            allowed = Q()
        elif action == "add" and "change" in actions:
            allowed = Q(owner=user)
        else:
            return Q(pk__in=())
        if states := states_of(permission):
            in_list = is_list() if action == "add" and "add" in actions else Q(pk__in=())
            allowed &= in_states(states) | in_list
        return Q(path__startswith=permission.page.path) & allowed

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> Any:
        actions = set(actions)
        found = Q(groups__in=self._groups(actions, instance))
        if include_superusers:
            found |= Q(is_superuser=True)
        if "change" in actions and "add" not in actions:
            found |= Q(groups__in=self._groups({"add"}, instance)) & Q(pk=instance.owner_id)
        users = get_user_model()._default_manager
        return users.filter(is_active=True).filter(found).distinct()

    def _groups(self, actions: set[str], page: Page) -> Any:
        """The groups that allow one of the actions for a page."""
        granted = GroupPagePermission.objects.filter(
            permission__codename__in=self._get_permission_codenames(actions),
            page__in=page.get_ancestors(inclusive=True),
        )
        state = PageStates().of(page)
        counts = Q(state_limits=None) | Q(state_limits__state=state)
        if "add" in actions and page.specific_class in lists():
            counts = Q()
        return Group.objects.filter(counts, page_permissions__in=granted).values("pk")
