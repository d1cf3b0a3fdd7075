"""Wagtail's accessibility checker with all rules of WCAG 2.2 AA, in the userbar and the editor."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.userbar import ContentCheckerItem

from . import rules


class AccessibilityChecker(ContentCheckerItem):
    """Wagtail asks ten rules of axe-core; this one all that the law rests on (BITV 2.0 § 3)."""

    axe_run_only = rules.TAGS
    # axe-core calls it experimental, so no tag brings it in; Wagtail asks it as well.
    axe_rules = {"p-as-heading": {"enabled": True}}

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_axe_messages(request), **rules.messages()}


def use_all_rules(items: list[Any]) -> None:
    """Put the site's checker in the place of Wagtail's, wherever that stands."""
    for place, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[place] = AccessibilityChecker(in_editor=item.in_editor)
