"""The report of outgoing mails."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permission_policies import ModelPermissionPolicy

from .delivering import send_again
from .models import QueuedMail

MAY_SEND = "operations.change_queuedmail"
SENDABLE = (QueuedMail.State.WAITING, QueuedMail.State.GIVEN_UP)


class MailIndexView(IndexView):
    """What waits and what was sent, the newest first; never the text."""

    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet[QueuedMail]:
        return super().get_base_queryset().defer("content", "recipients")


class SendAgainColumn(Column):
    """A button for what is not sent yet, if one may press it."""

    cell_template_name = "operations/mail_report/send_cell.html"

    def __init__(self, url_name: str) -> None:
        super().__init__("again", label="", accessor="pk")
        self.url_name = url_name

    def get_cell_context_data(
        self, instance: QueuedMail, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "is_sendable": instance.state in SENDABLE and request.user.has_perm(MAY_SEND),
            "url_name": self.url_name,
            "csrf_token": get_token(request),
            "next_url": request.get_full_path(),
        }


class SendAgainView(PermissionCheckedMixin, View):
    """Tries a mail again at once. Only POST: opening an address sends nothing."""

    http_method_names = ["post"]
    permission_policy = ModelPermissionPolicy(QueuedMail)
    permission_required = "change"
    index_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(QueuedMail, pk=pk)
        if send_again(mail):
            messages.success(request, _("The mail is sent once more."))
        else:
            messages.error(request, _("This mail was sent already, or is being sent right now."))
        return redirect(get_valid_next_url_from_request(request) or self.index_url_name)


def problem_of(mail: QueuedMail) -> str:
    """Why a mail is not there yet, with the server's number."""
    if not mail.problem:
        return ""
    return (
        f"{mail.get_problem_display()} ({mail.code})" if mail.code else mail.get_problem_display()
    )


def next_attempt_of(mail: QueuedMail) -> str:
    """When it is tried again; "" if it is not."""
    at = mail.next_attempt_at
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
