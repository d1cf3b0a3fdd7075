"""What a message says: `{"type", "timestamp", "data"}`, as Standard Webhooks proposes."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ..models import Change
from .delivering import TEST
from .models import WebhookDelivery, WebhookEndpoint

# The endpoints of the API whose name is no plural in -s.
SINGULAR = {"municipalities": "municipality", "site": "site", "navigation": "navigation"}


def event_of(change: Change) -> str:
    """The name of a change: what it is about, and what happened ("page.published")."""
    return f"{SINGULAR.get(change.what, change.what.removesuffix('s'))}.{change.kind}"


def message_about(change: Change, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """The message that tells an endpoint of a change, not stored yet."""
    event = event_of(change)
    body = body_of(event, change.at, change.data())
    return WebhookDelivery(endpoint=endpoint, event=event, body=body)


def trial_message(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """A message that tells nothing but that it arrives, not stored yet."""
    body = body_of(TEST, timezone.now(), {"name": endpoint.name})
    return WebhookDelivery(endpoint=endpoint, event=TEST, body=body)


def body_of(event: str, at: datetime, data: Any) -> str:
    message = {"type": event, "timestamp": at, "data": data}
    return json.dumps(message, cls=DjangoJSONEncoder, ensure_ascii=False)
