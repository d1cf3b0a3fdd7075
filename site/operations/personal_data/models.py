"""What erasing leaves behind: numbers and digests, and nothing of the person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """That the data of a person were erased: when, and on whose word. The key names nobody."""

    class Kind(models.TextChoices):
        ADVISOR = "advisor", _("advisor")
        CONTACT = "contact", _("contact person")
        ACCOUNT = "account", _("account")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("key"), max_length=64)
    at = models.DateTimeField(_("erased at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("erased by"),
        null=True,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes = [models.Index(fields=["kind", "key"], name="erasure_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class GoneAddress(models.Model):
    """An address that answers 410: as a keyed digest, because it may hold a name."""

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    since = models.DateTimeField(_("gone since"), default=timezone.now)

    class Meta:
        verbose_name = _("gone address")
        verbose_name_plural = _("gone addresses")

    def __str__(self) -> str:
        return self.digest


class FileToDelete(models.Model):
    """A file in the media storage that nothing refers to any more. The row goes with the file."""

    name = models.CharField(_("file"), max_length=500, unique=True)
    since = models.DateTimeField(_("to be deleted since"), default=timezone.now)

    class Meta:
        verbose_name = _("file to delete")
        verbose_name_plural = _("files to delete")

    def __str__(self) -> str:
        return str(self.pk)
