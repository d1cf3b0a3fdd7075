"""Where site managers keep the templates."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale, Page

from ..models import PageTemplate
from .content import PERSONAL, TYPES, general_content_of
from .forms import PANELS, PageTemplateForm

TYPE_PARAMETER = "page_type"
PAGE_PARAMETER = "page"


def may_become_template(page: Page, user: Any) -> bool:
    """Whether a user may make a template from a page, of which it shows the draft."""
    return (
        page.specific_class in TYPES
        and page.specific_class not in PERSONAL
        and user.has_perm("editing.add_pagetemplate")
        and page.permissions_for_user(user).can_edit()
    )


def address_for(page: Page) -> str:
    """Where a template is made from a page."""
    return f"{reverse('page_templates:add')}?{urlencode({PAGE_PARAMETER: page.pk})}"


class TemplateIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[PageTemplate]:
        return super().get_base_queryset().select_related("page_type", "locale")


class TemplateCreateView(CreateView):
    """First asks for the type of page; begins empty, or with the content of a page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("add"):
            raise PermissionDenied
        if self.page is None and self.page_class is None:
            return self.ask_for_type(request)
        return super().dispatch(request, *args, **kwargs)

    def ask_for_type(self, request: HttpRequest) -> HttpResponse:
        context = {
            "types": [
                (
                    model.get_verbose_name(),
                    f"{request.path}?{urlencode({TYPE_PARAMETER: model._meta.label_lower})}",
                )
                for model in TYPES
            ],
            "index_url": reverse(self.index_url_name),
        }
        return TemplateResponse(request, "editing/page_templates/types.html", context)

    @cached_property
    def page(self) -> Page | None:
        """The newest draft of the page that the template is made from; Http404 if it may not be."""
        pk = self.request.GET.get(PAGE_PARAMETER)
        if not pk:
            return None
        page = get_object_or_404(Page, pk=pk if pk.isdecimal() else None)
        if not may_become_template(page, self.request.user):
            raise PermissionDenied
        return page.get_latest_revision_as_object()

    @cached_property
    def page_class(self) -> type[Page] | None:
        label = self.request.GET.get(TYPE_PARAMETER)
        if not label:
            return None
        found = next((model for model in TYPES if model._meta.label_lower == label), None)
        if found is None:
            raise Http404
        return found

    def get_initial_form_instance(self) -> PageTemplate:
        page_class = type(self.page) if self.page else self.page_class
        return PageTemplate(
            page_type=ContentType.objects.get_for_model(page_class),
            locale=self.page.locale if self.page else Locale.get_default(),
            content=general_content_of(self.page) if self.page else {},
            sets_today=not self.page,
        )

    def get_add_url(self) -> str:
        """The form is sent to where it was asked for: the address says type or page."""
        return self.request.get_full_path()


class PageTemplateViewSet(ModelViewSet):
    model = PageTemplate
    name = "page_templates"
    icon = "copy"
    menu_label = _("Page templates")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TemplateIndexView
    add_view_class = TemplateCreateView
    edit_handler = ObjectList(PANELS, base_form_class=PageTemplateForm)
    list_display = [
        TitleColumn("name", label=_("Name"), sort_key="name", url_name="page_templates:edit"),
        Column("page_type_name", label=_("Page type")),
        Column("locale", label=_("Language"), sort_key="locale"),
        Column("description", label=_("When to use it")),
    ]
    list_filter = ["locale"]
    search_fields = ["name", "description"]
