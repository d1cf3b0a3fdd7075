"""The permission policies of this room, from the start of a process."""

from typing import Any

from wagtail.models import AbstractPage, Page
from wagtail.permissions import policy_registry, register_permission_policy

from core.editors import register_states_of_editor

from .languages import MODELS, LanguagePolicy
from .policy import StatePermissionPolicy

register_permission_policy(AbstractPage, StatePermissionPolicy(Page))
for model in MODELS:
    register_permission_policy(model, LanguagePolicy(model))


@register_states_of_editor
def states_of_user(user: Any, place: Page) -> frozenset[str] | None:
    """The states to which a user is limited at a place in the tree; None for no limit."""
    return policy_registry.get_by_type(Page).states_for(user, place)
