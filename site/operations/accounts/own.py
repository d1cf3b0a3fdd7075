"""One's own two-step sign-in and sessions, reached from the account's page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from . import codes
from .fresh import fresh_code_first
from .models import RecoveryCode
from .session import app_of, is_fresh

SIGNED_OUT_ELSEWHERE = "operations.sessions.ended"


def state_of(user: Any) -> dict[str, Any]:
    """What templates say of an account's second step."""
    app = app_of(user)
    return {
        "app": app,
        "codes_left": RecoveryCode.objects.left().filter(user=user).count() if app else 0,
        "is_required": settings.SECOND_FACTOR_REQUIRED,
    }


class TwoStepPanel(BaseSettingsPanel):
    """On the page of one's account: says how one signs in, and leads to where it is changed."""

    name = "two_step"
    title = gettext_lazy("Two-step sign-in")
    order = 550
    template_name = "operations/accounts/panel.html"
    form_class = forms.Form

    def get_form(self) -> forms.Form:
        return forms.Form(prefix=self.name)  # never bound: there is nothing to save

    def get_context_data(self) -> dict[str, Any]:
        return super().get_context_data() | state_of(self.user)


class OwnView(WagtailAdminTemplateMixin, TemplateView):
    """What one can do with one's own second step."""

    template_name = "operations/accounts/own.html"
    page_title = gettext_lazy("Two-step sign-in")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | state_of(self.request.user)
        return context | {"is_fresh": is_fresh(self.request)}


@require_POST
def remove_own(request: HttpRequest) -> HttpResponse:
    """Without the second step again, where it is not required."""
    if settings.SECOND_FACTOR_REQUIRED:
        raise PermissionDenied(_("Two-step sign-in is required on this website."))
    if not is_fresh(request):
        return fresh_code_first(request)
    codes.remove(request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Two-step sign-in is off."))
    return redirect("accounts_own")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign oneself out everywhere else."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    log(request.user, SIGNED_OUT_ELSEWHERE, user=request.user)
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("accounts_own")
