"""Where managers find the report of outgoing mails."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from delivery.webhooks.wagtail_hooks import RecordPolicy

from .models import QueuedMail
from .views import MailIndexView, SendAgainColumn, SendAgainView, next_attempt_of, problem_of

register_permission_policy(QueuedMail, RecordPolicy(QueuedMail))


class OutgoingMailViewSet(ModelViewSet):
    model = QueuedMail
    name = "outgoing_mails"
    icon = "mail"
    menu_label = _("Outgoing mails")
    menu_hook = "register_reports_menu_item"
    menu_order = 900
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MailIndexView
    form_fields = []
    list_per_page = 50
    list_display = [
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        Column("subject", label=_("Subject")),
        Column("recipient_count", label=_("Recipients")),
        StatusTagColumn(
            "state",
            label=_("Progress"),
            accessor="get_state_display",
            primary=lambda mail: mail.state == QueuedMail.State.DELIVERED,
            sort_key="state",
        ),
        Column("problem", label=_("Problem"), accessor=problem_of),
        Column("tries", label=_("Attempts")),
        # Not a DateColumn: whatever lies ahead is “just now” to it.
        Column(
            "next_attempt_at",
            label=_("Next attempt"),
            accessor=next_attempt_of,
            sort_key="next_attempt_at",
        ),
        SendAgainColumn("outgoing_mails:again"),
    ]
    list_filter = ["state", "problem"]

    def get_urlpatterns(self) -> list[Any]:
        view = SendAgainView.as_view(index_url_name=self.get_url_name("index"))
        return [*super().get_urlpatterns(), path("again/<int:pk>/", view, name="again")]


def register_outgoing_mails() -> OutgoingMailViewSet:
    """For Wagtail's hook `register_admin_viewset`."""
    return OutgoingMailViewSet()
