"""A mail on its way. What it says and to whom is deleted as soon as it has arrived."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QueuedMail(models.Model):
    """A mail with all attempts to deliver it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        DELIVERED = "delivered", _("sent")
        GIVEN_UP = "given_up", _("given up")

    class Problem(models.TextChoices):
        UNREACHABLE = "unreachable", _("The mail server cannot be reached.")
        SIGN_IN = "sign_in", _("The mail server does not accept the website’s password.")
        SENDER = "sender", _("The mail server does not accept the sender.")
        RECIPIENT = "recipient", _("The mail server does not accept a recipient.")
        CONTENT = "content", _("The mail server does not accept the mail.")
        OTHER = "other", _("An unexpected error; the log says which.")

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    # From when on the time is counted after which it is given up.
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True, editable=False)
    sender = models.CharField(_("sender"), max_length=320, blank=True, editable=False)
    # Those who have it are taken out one by one: none gets it twice because another one failed.
    recipients = models.JSONField(_("recipients"), default=list, editable=False)
    recipient_count = models.PositiveIntegerField(
        _("number of recipients"), default=0, editable=False
    )
    content = models.BinaryField(default=b"", editable=False)
    state = models.CharField(
        _("progress"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    problem = models.CharField(
        _("problem"), max_length=12, choices=Problem.choices, blank=True, editable=False
    )
    # The number with which the server refused (RFC 5321, 4.2.3), if it said any.
    code = models.PositiveSmallIntegerField(_("code"), null=True, editable=False)
    next_attempt_at = models.DateTimeField(
        _("next attempt"), null=True, default=timezone.now, editable=False
    )
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="operations_mail_due"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def forget(self) -> None:
        """Empty what is personal."""
        self.subject = self.sender = ""
        self.recipients = []
        self.content = b""
