"""What Wagtail is told of accounts."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from .codes import RECOVERED, REMOVED, RENEWED, RESET, SET_UP
from .fresh import fresh_code_first, is_code_due
from .others import may_reset
from .own import SIGNED_OUT_ELSEWHERE, TwoStepPanel

ACTIONS = {
    SET_UP: (gettext_lazy("Two-step sign-in set up"), gettext_lazy("Two-step sign-in was set up")),
    REMOVED: (
        gettext_lazy("Two-step sign-in off"),
        gettext_lazy("Two-step sign-in was turned off"),
    ),
    RESET: (gettext_lazy("Two-step sign-in reset"), gettext_lazy("Two-step sign-in was reset")),
    RECOVERED: (gettext_lazy("Recovery code used"), gettext_lazy("A recovery code was used")),
    RENEWED: (gettext_lazy("New recovery codes"), gettext_lazy("New recovery codes were made")),
    SIGNED_OUT_ELSEWHERE: (
        gettext_lazy("Signed out elsewhere"),
        gettext_lazy("All other sessions were ended"),
    ),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)


@hooks.register("register_account_settings_panel")
def two_step_panel(request: HttpRequest, user: Any, profile: Any) -> TwoStepPanel:
    return TwoStepPanel(request, user, profile)


@hooks.register("register_user_listing_buttons")
def reset_button(user: Any, request_user: Any) -> Iterator[Button]:
    # The list says it of each row; elsewhere the button is not wanted.
    if getattr(user, "has_second_step", False) and may_reset(request_user, user):
        yield Button(
            _("Reset two-step sign-in"),
            url=reverse("accounts_reset", args=[user.pk]),
            icon_name="lock-open",
            priority=40,
        )


@hooks.register("before_bulk_action")
def leave_administrators_alone(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """In bulk, too: a code first, and only administrators change administrators' accounts."""
    if not _is_about_users(objects):
        return None
    if is_code_due(request):
        return fresh_code_first(request)
    if request.user.is_superuser:
        return None
    if not any(user.is_superuser for user in objects):
        return None
    messages.error(request, _("Only administrators can change an administrator’s account."))
    return redirect("wagtailusers_users:index")


@hooks.register("after_bulk_action")
def end_sessions(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Wagtail switches accounts off past `User.save`, which would end their sessions."""
    if action_type == "set_active_state" and _is_about_users(objects):
        for user in get_user_model().objects.filter(pk__in=[user.pk for user in objects]):
            if user != request.user:
                user.end_sessions()


def _is_about_users(objects: list[Any]) -> bool:
    return bool(objects) and isinstance(objects[0], get_user_model())
