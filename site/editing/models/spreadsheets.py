from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(hours=24)


class SpreadsheetUploadQuerySet(models.QuerySet):
    def stale(self) -> "SpreadsheetUploadQuerySet":
        """Files that nobody has confirmed within a day."""
        return self.filter(uploaded_at__lt=timezone.now() - KEPT)


class SpreadsheetUpload(models.Model):
    """A file between its preview and the confirmation; it is deleted with either outcome."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    missing = models.CharField(_("what the file does not have"), max_length=20)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    objects = SpreadsheetUploadQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("uploaded spreadsheet")
        verbose_name_plural = _("uploaded spreadsheets")

    def __str__(self) -> str:
        return self.name
