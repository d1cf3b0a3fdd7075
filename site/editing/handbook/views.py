from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .pages import handbook


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """The handbook in the language of the admin."""

    template_name = "editing/handbook/handbook.html"
    header_icon = "help"
    page_title = _("Handbook")
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "de"
        return super().get_context_data(handbook=handbook(language), language=language, **kwargs)
