from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from ..localize.companions import ALONG, DELETE, companions

register = template.Library()

# Wagtail's confirmation pages have no block inside their form.
BUTTON = '<input type="submit"'


@register.simple_tag(takes_context=True)
def translations_along(
    context: dict[str, Any], page: Page, action: str, destination: Page | None = None
) -> SafeString:
    """What an action means for a page's translations, and the box to include them."""
    request = context["request"]
    concerned = companions(page, action, request.user, destination)
    return render_to_string(
        "editing/localize/companions.html",
        {
            "companions": concerned,
            "action": action,
            "name": ALONG,
            "can_come_along": any(not each.obstacle for each in concerned),
            "is_checked": action != DELETE,
        },
        request,
    )


@register.filter
def above_button(content: SafeString, addition: SafeString) -> SafeString:
    """Rendered HTML with an addition above its first submit button."""
    return mark_safe(content.replace(BUTTON, addition + BUTTON, 1))  # noqa: S308 - both are rendered
