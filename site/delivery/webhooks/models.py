"""Who is told about changes, and what was sent to them."""

import secrets
from base64 import b64encode
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outgoing.addresses import AddressRefusedError, parse

from ..models import Change
from .rules import rules

SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


def new_secret() -> str:
    """A key for signatures as Standard Webhooks writes it: "whsec_" and 32 bytes in Base64."""
    return f"whsec_{b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def new_message_id() -> str:
    return f"msg_{secrets.token_hex(16)}"


class WebhookEndpoint(models.Model):
    """An address that is told when something on the public site changes."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("Who is told, for example “App of the partner”.")
    )
    # Not a URLField: its validator knows no hosts without a dot, as inside a private network.
    address = models.CharField(
        _("address"),
        max_length=500,
        help_text=_(
            "Where the messages go, with https://. Whoever runs it gives you this address."
        ),
    )
    secret = models.CharField(
        _("secret"),
        max_length=100,
        default=new_secret,
        editable=False,
        help_text=_(
            "The system made it. Give it to whoever runs the address, so that they can tell "
            "genuine messages from others, and to nobody else. For a new one copy this entry and "
            "delete the old one."
        ),
    )
    on_published = models.BooleanField(_("when something is published"), default=True)
    on_changed = models.BooleanField(_("when something is changed"), default=True)
    on_moved = models.BooleanField(_("when a page gets another address"), default=True)
    on_removed = models.BooleanField(_("when something is withdrawn or deleted"), default=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: all. What has no language, as pictures, is always told."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Is switched off by itself if the address answers 410 (gone)."),
    )
    # After a failure without an answer: until then nothing else is tried either.
    paused_until = models.DateTimeField(null=True, editable=False)
    # For when a task is queued that sends what is due.
    wakes_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not self.address:
            return
        try:
            parse(self.address, rules())
            if not settings.WEBHOOKS_ALLOW_PRIVATE:
                URLValidator(schemes=["https"])(self.address)
        except (AddressRefusedError, ValidationError):
            raise ValidationError(
                {"address": _("This must be a public address that begins with https://.")}
            ) from None

    def wants(self, change: Change) -> bool:
        """Whether a change is to be told here."""
        is_language = not self.language or change.language in ("", self.language)
        return is_language and getattr(self, f"on_{change.kind}")


class WebhookDelivery(models.Model):
    """A message to an endpoint, with all attempts to deliver it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given-up", _("given up")

    endpoint = models.ForeignKey(
        WebhookEndpoint,
        verbose_name=_("webhook"),
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    message_id = models.CharField(
        _("message"), max_length=40, unique=True, default=new_message_id, editable=False
    )
    event = models.CharField(_("event"), max_length=40)
    # As it is sent: the signature is one of these very bytes.
    body = models.TextField(_("content"))
    state = models.CharField(
        _("progress"), max_length=10, choices=State.choices, default=State.WAITING
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    # When it was last asked to be sent; the tries since then.
    queued_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.JSONField(_("attempts"), default=list)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["endpoint", "state", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.endpoint}"

    def note_attempt(self, at: datetime, **outcome: Any) -> None:
        """Add an attempt to the list: `at`, `status`, `excerpt`, `problem`, `detail`, `seconds`."""
        self.attempts = [*self.attempts, {"at": at.isoformat(), **outcome}]

    @property
    def last_status(self) -> int | None:
        """The status of the last answer, None before one or if there was none."""
        return self.attempts[-1]["status"] if self.attempts else None
