"""What those who look after accounts may do with the second step of others."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from . import codes
from .fresh import fresh_code_first
from .session import app_of, is_fresh


def may_reset(by: Any, user: Any) -> bool:
    """Whoever changes accounts, but administrators' only if they are one. Not their own."""
    policy = policy_registry.get_by_type(get_user_model())
    if by == user or not policy.user_has_permission(by, "change"):
        return False
    return by.is_superuser or not user.is_superuser


class ResetView(WagtailAdminTemplateMixin, TemplateView):
    """Asks, then takes somebody's second step away: they set it up anew when they sign in."""

    template_name = "operations/accounts/reset.html"
    page_title = gettext_lazy("Reset two-step sign-in")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        self.user = get_object_or_404(get_user_model(), pk=pk)
        if not may_reset(request.user, self.user):
            raise PermissionDenied
        # A session left open must not be enough to open other accounts.
        if app_of(request.user) and not is_fresh(request):
            return fresh_code_first(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {
                "url": "",
                "label": self.get_page_title(),
                "sublabel": self.get_page_subtitle(),
            },
        ]

    def get_page_subtitle(self) -> str:
        return get_user_display_name(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "account": self.user,
            "name": get_user_display_name(self.user),
            "has_app": app_of(self.user) is not None,
            "back": reverse("wagtailusers_users:index"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        codes.remove(self.user, by=request.user)
        messages.success(
            request,
            _("The two-step sign-in of “%(name)s” was reset. They were told by mail.")
            % {"name": get_user_display_name(self.user)},
        )
        return redirect("wagtailusers_users:index")
