"""“Publish German and English”: from the page's editor over one question to both pages online."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.refusals import sentences as missing_fields

from . import state
from .publishing import Plan, Refused, publish_all
from .receivers import is_original

ACTION = "action-publish-both"
NOTHING = gettext_lazy("Nothing was published. %(reason)s")


def label(languages: list[str]) -> str:
    """ "Publish German and English"."""
    return _("Publish %(languages)s") % {"languages": get_text_list(languages, _("and"))}


class PublishBothItem(ActionMenuItem):
    """In the editor of an original, for who may publish it and all its translations.

    The editor saves the draft first, as it does for any button that it does not know.
    """

    name = ACTION
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit" or context["locked_for_user"]:
            return False
        page = context["page"]
        if (
            not is_original(page)
            or not self.get_user_page_permissions_tester(context).can_publish()
        ):
            return False
        others = page.get_translations().filter(alias_of=None)
        user = context["request"].user
        return all(other.permissions_for_user(user).can_publish() for other in others)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        source, others = state.languages()
        names = [locale.get_display_name() for locale in (source, *others)]
        return {**super().get_context_data(parent_context), "label": label(names)}


class PublishBothView(WagtailAdminTemplateMixin, TemplateView):
    """Says what goes live, and what stands against it; publishes when told to."""

    template_name = "editing/translations/publish_both.html"
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if not is_original(self.page):
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.page, self.request.user)

    def get_page_title(self) -> str:
        return label(self.plan.languages)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            {"url": editor, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.page, plan=self.plan, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        versions = [self.page, *(pair.target for pair in self.plan.pairs if pair.target)]
        if response := self._ask("before_publish_page", versions):
            return response
        try:
            published = publish_all(self.page, request.user)
        except Refused as refusal:
            return self._refuse(str(refusal))
        except ValidationError as problem:
            return self._refuse(missing_fields(problem, type(self.page)))
        response = self._ask("after_publish_page", published)
        messages.success(
            request,
            _("“%(title)s” was published in %(languages)s.")
            % {
                "title": self.page.get_admin_display_title(),
                "languages": get_text_list(self.plan.languages, _("and")),
            },
            buttons=[
                messages.button(page.url, _("View (%(language)s)") % {"language": language})
                for page, language in zip(published, self.plan.languages, strict=True)
                if page.url
            ],
        )
        return response or redirect("wagtailadmin_pages:edit", self.page.pk)

    def _ask(self, hook: str, pages: list[Page]) -> HttpResponse | None:
        """What others have registered for pages that are published in the admin."""
        for function in hooks.get_hooks(hook):
            for page in pages:
                response = function(self.request, page)
                if isinstance(response, HttpResponse):
                    return response
        return None

    def _refuse(self, reason: str) -> HttpResponse:
        messages.error(self.request, NOTHING % {"reason": reason})
        return redirect(confirmation_url(self.page))


def confirmation_url(page: Page) -> str:
    return reverse("editing_translations:publish_both", args=[page.pk])


def go_to_confirmation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After the draft was saved by the button: the question."""
    if ACTION in request.POST and is_original(page):
        return redirect(confirmation_url(page))
    return None
