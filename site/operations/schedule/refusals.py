"""Who is told that something did not go live at its time, and how."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import LogFormatter, registry
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from .mails import send

REFUSED = "operations.publish.refused"
SCHEDULED = "wagtail.publish.schedule"


class RefusalFormatter(LogFormatter):
    """An entry in the history of a page."""

    label = _("Publishing refused")

    def format_message(self, log_entry: Any) -> str:
        return _("Not published at the time that was set. %(reason)s") % {
            "reason": log_entry.data.get("reason", "")
        }

    def format_comment(self, log_entry: Any) -> str:
        return ""


def register_log_actions(actions: Any) -> None:
    """For Wagtail's hook of this name."""
    actions.register_action(REFUSED)(RefusalFormatter)


def tell(revision: Revision, reason: str, *, is_unforeseen: bool) -> None:
    """Tell whoever wrote and whoever scheduled a revision, or else those who may publish it."""
    obj = revision.content_object
    title = obj.get_admin_display_title() if isinstance(obj, Page) else str(obj)
    send(
        _recipients(revision, obj),
        "refused",
        {
            "title": title,
            "reason": "" if is_unforeseen else reason,
            "due_at": revision.approved_go_live_at,
            "address": _editor(obj),
        },
    )


def _recipients(revision: Revision, obj: Any) -> list[Any]:
    scheduled = registry.get_logs_for_instance(obj).filter(action=SCHEDULED, revision=revision)
    people = {revision.user_id, *scheduled.values_list("user", flat=True)}
    found = get_user_model()._default_manager.filter(pk__in=people - {None}, is_active=True)
    if not found and isinstance(obj, Page):
        policy = policy_registry.get_by_type(Page)
        found = policy.users_with_permission_for_instance("publish", obj)
    return list(found)


def _editor(obj: Any) -> str:
    address = AdminURLFinder().get_edit_url(obj)
    return f"{settings.WAGTAILADMIN_BASE_URL}{address}" if address else ""
