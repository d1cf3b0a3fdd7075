"""The first thing that editors see in the admin: what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from .matters import MATTERS


@dataclass(frozen=True)
class Counted:
    """A line of the panel."""

    name: str
    label: Any
    icon: str
    url: str
    count: int


class WaitingPanel(Component):
    """What waits, each as a number that leads to its list; one query for each number."""

    name = "waiting"
    template_name = "editing/front_page/waiting.html"
    order = 50

    @property
    def media(self) -> Media:
        return Media(css={"all": ["css/admin-front-page.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        counted = [
            Counted(matter.name, matter.label, matter.icon, matter.url(), matter.count(user))
            for matter in MATTERS
            if matter.is_for(user)
        ]
        return {"waiting": counted, "is_all_done": not any(line.count for line in counted)}


def panels_of(panels: list[Component]) -> list[Component]:
    """The panels of the front page: ours first, and of Wagtail's those that say something else.

    What waits for review has a number and a list of its own; Wagtail's panel would repeat that list
    in full length, with several queries for each line.
    """
    kept = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    return [WaitingPanel(), *kept]
