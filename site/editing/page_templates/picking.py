"""Adding a page: first a template is picked, then its content stands in the form.

Nothing is stored before the editor saves.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from ..models import PageTemplate
from .content import TYPES, fill

PARAMETER = "template"
EMPTY = "none"


def offer_templates(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """A page with the templates of a type, unless there are none or the editor has picked."""
    if request.method != "GET" or page_class not in TYPES:
        return None
    templates = list(PageTemplate.objects.fitting(page_class, parent.locale))
    picked = request.GET.get(PARAMETER, "")
    if not templates or picked == EMPTY:
        return None
    # Wagtail's view gives this very object to the signal with which a new page is filled in.
    parent.picked_template = next((t for t in templates if str(t.pk) == picked), None)
    if parent.picked_template:
        return None
    return TemplateResponse(
        request,
        "editing/page_templates/pick.html",
        {
            "parent_page": parent,
            "page_type": page_class.get_verbose_name(),
            "empty_url": _address(request, EMPTY),
            "choices": [(template, _address(request, template.pk)) for template in templates],
        },
    )


def fill_in_picked(page: Page, parent: Page) -> None:
    """Give a new page the content of the template that was picked for it, if one was."""
    template: PageTemplate | None = getattr(parent, "picked_template", None)
    if template is None:
        return
    if not template.sets_today and hasattr(page, "date"):
        page.date = None
    fill(page, template.content)


def _address(request: HttpRequest, choice: Any) -> str:
    values = {PARAMETER: choice}
    if address := get_valid_next_url_from_request(request):
        values["next"] = address
    return f"{request.path}?{urlencode(values)}"
