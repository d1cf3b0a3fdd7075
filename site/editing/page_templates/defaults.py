"""What a new page begins with, before anybody has written anything."""

from wagtail.models import Page

from core.editors import states_of_editor
from core.models import BasePage


def fill_in_defaults(page: Page, parent: Page) -> None:
    """What its type begins with, and the state whose editor adds it."""
    if isinstance(page, BasePage):
        page.begin()
    if hasattr(page, "state") and not page.state:
        states = states_of_editor(page.owner, parent) or ()
        page.state = next(iter(states)) if len(states) == 1 else ""
