"""Editors who keep the pages of one state only: what this floor must know of them.

Who they are, an upper floor says (see `editing.roles`); what they choose in a form is limited here.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import policy_registry

from .places import State
from .prompts import CompletePageForm

States = frozenset[str]

_sources: list[Callable[[Any, Page], States | None]] = []


def register_states_of_editor(
    source: Callable[[Any, Page], States | None],
) -> Callable[[Any, Page], States | None]:
    """Register a function that says to which states a user is limited. Returns it.

    It is called with the user and the page that is edited, or below which one is added, and
    returns codes of `State`, or None where the user is not limited.
    """
    _sources.append(source)
    return source


def states_of_editor(user: Any, place: Page) -> States | None:
    """The states to which a user is limited at a place in the tree; None for no limit."""
    limits = [limit for source in _sources if (limit := source(user, place)) is not None]
    return frozenset.intersection(*limits) if limits else None


def permission_tester(user: Any, page: Page) -> PagePermissionTester:
    """What the user may do with a page, as the permission policy of pages says."""
    tester = getattr(policy_registry.get(page), "tester", PagePermissionTester)
    return tester(user, page)


class StatePageForm(CompletePageForm):
    """The form of pages that belong to a state: editors of a state choose from theirs only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = self._states()
        if self.states is not None and "state" in self.fields:
            self._limit_choice(self.states)

    def _states(self) -> States | None:
        is_new = self.instance.pk is None
        place = self.parent_page if is_new else self.instance
        if self.for_user is None or place is None:
            return None
        return states_of_editor(self.for_user, place)

    def _limit_choice(self, states: States) -> None:
        field = self.fields["state"]
        field.required = True
        chosen = [(code, label) for code, label in State.choices if code in states]
        if len(chosen) == 1:
            field.choices = chosen
            self.initial["state"] = chosen[0][0]
        else:
            field.choices = [("", "---------"), *chosen]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Also where the field is not in the form, as in a partial update through the API.
        is_limited = self.states is not None and "state" not in self.errors
        if is_limited and cleaned.get("state", self.instance.state) not in self.states:
            self.add_error(
                "state" if "state" in self.fields else None,
                _("You can edit pages of your state only."),
            )
        return cleaned
