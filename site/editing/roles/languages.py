"""Shared content in a language is changed by those who may change pages in it.

Permissions for snippets hold for a whole type, German and English alike: without this, whoever
translates topics and contact persons could change the German ones.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from core.models import ContactPerson, Partner, Topic

from .policy import action_of

MODELS = (ContactPerson, Partner, Topic)


def languages_of(user: Any) -> set[int] | None:
    """The ids of the locales in which a user may change pages; None for all."""
    if user.is_superuser:
        return None
    changing = [
        permission.page
        for permission in policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
        if action_of(permission) == "change"
    ]
    if any(page.is_root() for page in changing):
        return None
    return {page.locale_id for page in changing}


class LanguagePolicy(ModelPermissionPolicy):
    """Permissions for a type of snippet, narrowed to the languages that the user works in."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Model
    ) -> bool:
        languages = languages_of(user)
        is_mine = languages is None or instance.locale_id in languages
        return is_mine and self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        found = super().instances_user_has_any_permission_for(user, actions)
        languages = languages_of(user)
        return found if languages is None else found.filter(locale__in=languages)


def refuse_other_languages(user: Any, snippets: Iterable[Model], action: str) -> None:
    """Raises `PermissionDenied` for shared content in a language that the user doesn't work in.

    Wagtail's views of snippets ask for the type only.
    """
    for snippet in snippets:
        if isinstance(snippet, MODELS) and not policy_registry.get(
            snippet
        ).user_has_permission_for_instance(user, action, snippet):
            raise PermissionDenied
