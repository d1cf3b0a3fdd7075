"""Views of the admin: what was delivered, and buttons that send."""

import json
from datetime import datetime
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
from wagtail.admin.views.generic import CopyView, IndexView, InspectView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .delivering import queue, send_again
from .messages import trial_message
from .models import WebhookDelivery, WebhookEndpoint
from .sending import Problem


class SendColumn(Column):
    """A button in each row that sends something; `url_name` names the view."""

    cell_template_name = "webhooks/admin/send_cell.html"

    def __init__(self, name: str, button: Any, url_name: str, **kwargs: Any) -> None:
        super().__init__(name, label="", accessor="pk", **kwargs)
        self.button = button
        self.url_name = url_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "button": self.button,
            "url_name": self.url_name,
            "csrf_token": get_token(request),
            "next_url": request.get_full_path(),
        }


class _SendView(PermissionCheckedMixin, View):
    """Only POST: opening an address sends nothing."""

    http_method_names = ["post"]
    model = WebhookEndpoint
    permission_required = "change"
    index_url_name = ""

    def back(self, request: HttpRequest) -> HttpResponse:
        return redirect(get_valid_next_url_from_request(request) or self.index_url_name)


class SendTestView(_SendView):
    """Sends an endpoint a message that tells nothing, also while it is switched off."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
        WebhookEndpoint.objects.filter(pk=pk).update(paused_until=None)
        queue([trial_message(endpoint)])
        messages.success(
            request,
            _("A test is on its way to “%(name)s”. What comes back stands under “Deliveries”.")
            % {"name": endpoint.name},
        )
        return self.back(request)


class SendAgainView(_SendView):
    """Sends a message once more."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(WebhookDelivery.objects.select_related("endpoint"), pk=pk)
        if delivery.endpoint.is_active:
            send_again(delivery)
            messages.success(request, _("The message is sent once more."))
        else:
            messages.error(
                request,
                _("“%(name)s” is switched off: nothing is sent there.")
                % {"name": delivery.endpoint.name},
            )
        return self.back(request)


class EndpointCopyView(CopyView):
    """A copy has a secret of its own, and nothing is under way to it yet."""

    def get_object(self, queryset: Any = None) -> WebhookEndpoint:
        original = super().get_object(queryset)
        entered = [f for f in original._meta.fields if f.editable and not f.primary_key]
        return WebhookEndpoint(**{f.name: getattr(original, f.name) for f in entered})


class DeliveryIndexView(IndexView):
    """What was sent, the newest first."""

    def get_base_queryset(self) -> QuerySet[WebhookDelivery]:
        return super().get_base_queryset().select_related("endpoint").defer("body")


class DeliveryInspectView(InspectView):
    """A message with its content and all attempts."""

    template_name = "webhooks/admin/delivery.html"

    def get_created_at_display_value(self) -> str:
        return _moment(self.object.created_at)

    def get_next_attempt_at_display_value(self) -> str:
        return _moment(self.object.next_attempt_at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = json.loads(self.object.body)
        return {
            **super().get_context_data(**kwargs),
            "attempts": [_readable(attempt) for attempt in self.object.attempts],
            "body": json.dumps(body, indent=2, ensure_ascii=False),
            "may_send": self.request.user.has_perm("webhooks.change_webhookendpoint"),
        }


def _moment(value: datetime | None) -> str:
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else "–"


def _readable(attempt: dict[str, Any]) -> dict[str, Any]:
    problem = attempt["problem"]
    return {
        **attempt,
        "at": datetime.fromisoformat(attempt["at"]),
        "problem": Problem(problem).label if problem else "",
    }


def outcome_of(delivery: WebhookDelivery) -> str:
    """What came of the last attempt: "200", or why there was no answer; "" before one."""
    if not delivery.attempts:
        return ""
    last = delivery.attempts[-1]
    return str(Problem(last["problem"]).label) if last["problem"] else str(last["status"])
