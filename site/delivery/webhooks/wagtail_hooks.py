from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import WebhookDelivery, WebhookEndpoint
from .panels import ENDPOINT_PANELS
from .views import (
    DeliveryIndexView,
    DeliveryInspectView,
    EndpointCopyView,
    SendAgainView,
    SendColumn,
    SendTestView,
    outcome_of,
)


class RecordPolicy(ModelPermissionPolicy):
    """What the system records can be looked at; nobody adds, changes or deletes anything."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(WebhookDelivery, RecordPolicy(WebhookDelivery))


class EndpointViewSet(ModelViewSet):
    model = WebhookEndpoint
    name = "webhooks"
    icon = "link-external"
    panels = ENDPOINT_PANELS
    add_to_reference_index = False
    copy_view_class = EndpointCopyView
    list_display = [
        "name",
        "address",
        "language",
        BooleanColumn("is_active", label=_("Active")),
        SendColumn("test", _("Send a test"), "webhooks:test"),
    ]
    list_filter = ["is_active", "language"]

    def get_urlpatterns(self) -> list[Any]:
        view = SendTestView.as_view(index_url_name=self.get_url_name("index"))
        return [*super().get_urlpatterns(), path("test/<int:pk>/", view, name="test")]


class DeliveryViewSet(ModelViewSet):
    model = WebhookDelivery
    name = "webhook_deliveries"
    icon = "mail"
    menu_label = _("Deliveries")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = DeliveryIndexView
    inspect_view_enabled = True
    inspect_view_class = DeliveryInspectView
    inspect_view_fields = [
        "event",
        "endpoint",
        "message_id",
        "state",
        "created_at",
        "next_attempt_at",
    ]
    form_fields = []
    list_per_page = 50
    list_display = [
        "event",
        "endpoint",
        StatusTagColumn(
            "state",
            label=_("Progress"),
            accessor="get_state_display",
            primary=lambda delivery: delivery.state == WebhookDelivery.State.DELIVERED,
            sort_key="state",
        ),
        Column("outcome", label=_("Answer"), accessor=outcome_of),
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        DateColumn("next_attempt_at", label=_("Next attempt"), sort_key="next_attempt_at"),
        SendColumn("again", _("Send again"), "webhook_deliveries:again"),
    ]
    list_filter = ["endpoint", "state"]

    def get_urlpatterns(self) -> list[Any]:
        view = SendAgainView.as_view(index_url_name=self.get_url_name("index"))
        return [*super().get_urlpatterns(), path("again/<int:pk>/", view, name="again")]


class InterfaceGroup(ModelViewSetGroup):
    """What concerns other systems, in one place of the menu."""

    menu_label = _("API")
    menu_icon = "code"
    menu_order = 900
    items = (EndpointViewSet, DeliveryViewSet)


@hooks.register("register_admin_viewset")
def register_interface() -> InterfaceGroup:
    return InterfaceGroup()
