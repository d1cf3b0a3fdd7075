"""What a page tells machines in its head (`core.seo`)."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from ..seo import Seo, seo
from ..structured_data import script_content

register = template.Library()


@register.simple_tag(takes_context=True)
def machine_data(context: Context) -> Seo | None:
    """What machines are told of the page in the context.

    None without a page, and in a preview, which may show a page that has no address yet.
    """
    page, request = context.get("page"), context.get("request")
    if page is None or getattr(request, "is_preview", False):
        return None
    return seo(page, context.get("breadcrumbs", []), context["chrome"].contacts)


@register.filter
def json_script(data: dict[str, Any]) -> SafeString:
    """JSON-LD as the content of a `<script>` element."""
    return script_content(data)
