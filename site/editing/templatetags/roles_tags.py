from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.models import Page

from ..roles.handing_in import may_hand_in

register = template.Library()


@register.simple_tag(takes_context=True)
def hand_in_notice(context: dict[str, Any], instance: Any) -> SafeString | str:
    """How a translation that one may not publish gets to somebody who may."""
    request = context["request"]
    if not isinstance(instance, Page) or not may_hand_in(request.user, instance):
        return ""
    return render_to_string("editing/roles/hand_in_notice.html", {"page": instance}, request)
