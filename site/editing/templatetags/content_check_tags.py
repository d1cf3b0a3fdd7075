from typing import Any

from django import template

from ..checks.drafts import report

register = template.Library()


@register.inclusion_tag("editing/checks/problems.html")
def content_problems(page: Any) -> dict[str, Any]:
    """What there is to better on the latest draft; a page that was never saved has none yet."""
    return {"report": report(page) if page.pk else None, "page": page, "editor": ""}
