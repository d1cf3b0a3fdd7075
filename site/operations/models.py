"""What the schedule remembers from one run to the next."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from .accounts.models import AuthenticatorApp, ExternalIdentity, RecoveryCode
from .mail.models import QueuedMail
from .personal_data.models import Erasure, FileToDelete, GoneAddress

__all__ = [
    "AuthenticatorApp",
    "ConsentNotice",
    "Erasure",
    "ExternalIdentity",
    "FileToDelete",
    "GoneAddress",
    "QueuedMail",
    "RecoveryCode",
    "RefusedRevision",
    "ScheduleLock",
    "ScheduledJob",
]


class ScheduledJob(models.Model):
    """The last run of a job of `manage.py run_schedule`."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    succeeded_at = models.DateTimeField(_("succeeded at"), null=True)
    result = models.TextField(_("result"), blank=True)

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        """Whether the last run ended with an error."""
        return self.finished_at is not None and self.succeeded_at != self.finished_at


class ScheduleLock(models.Model):
    """At most one run at a time: the row is held until a moment, after which it counts as left."""

    held_until = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("lock of the schedule")
        verbose_name_plural = _("locks of the schedule")

    def __str__(self) -> str:
        return self.holder


class RefusedRevision(models.Model):
    """A scheduled revision that could not go live, and what was said about it."""

    RETRY_AFTER = timedelta(hours=1)  # what failed for a reason that no check knows

    revision = models.OneToOneField(
        Revision, verbose_name=_("revision"), on_delete=models.CASCADE, related_name="refusal"
    )
    reason = models.TextField(_("reason"))
    is_unforeseen = models.BooleanField(_("unforeseen error"), default=False)
    tried_at = models.DateTimeField(_("tried at"), default=timezone.now)

    class Meta:
        verbose_name = _("refused revision")
        verbose_name_plural = _("refused revisions")

    def __str__(self) -> str:
        return f"{self.revision_id} · {self.reason}"


class ConsentNotice(models.Model):
    """That publishers were told that a consent ends, so many days before."""

    consent = models.ForeignKey(
        "pool.AdvisorConsent",
        verbose_name=_("consent"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    days = models.PositiveSmallIntegerField(_("days"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice of a consent’s end")
        verbose_name_plural = _("notices of consents’ ends")
        constraints = [
            models.UniqueConstraint(fields=["consent", "days"], name="operations_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.consent_id} · {self.days}"
