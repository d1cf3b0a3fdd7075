"""What a page tells machines in its head: Open Graph (https://ogp.me) and schema.org data."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from ..social import OPEN_GRAPH_LOCALES, share_image
from ..structured_data import (
    breadcrumb_list,
    document,
    organization,
    script_content,
    website,
)

register = template.Library()


@register.inclusion_tag("core/machine_head.html", takes_context=True)
def machine_head(context: Context) -> dict[str, Any]:
    """Open Graph and JSON-LD of the page in the context; nothing in a preview, which may show a
    page that has no address yet."""
    page, request = context.get("page"), context.get("request")
    if page is None or getattr(request, "is_preview", False):
        return {}
    language = page.locale.language_code
    return {
        "page": page,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "open_graph_type": page.open_graph_type,
        "locale": OPEN_GRAPH_LOCALES[language],
        "other_locales": [
            OPEN_GRAPH_LOCALES[other.locale.language_code] for other in page.translations
        ],
        "image": share_image(page.share_picture, page.share_picture_alt, language),
        "json_ld": _json_ld(page, context),
    }


def _json_ld(page: Page, context: Context) -> SafeString:
    nodes = [
        *page.structured_data(),
        breadcrumb_list(page, context.get("breadcrumbs", [])),
        website(),
        organization(context["chrome"].contacts),
    ]
    return script_content(document(node for node in nodes if node))
