from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedItem(models.Model):
    """What an item of an imported Plone site became here, so that no import makes it twice."""

    uid = models.CharField(_("UID in Plone"), max_length=64, unique=True)
    path = models.CharField(_("path in Plone"), max_length=2048, blank=True)
    content_type = models.ForeignKey(
        ContentType, verbose_name=_("type"), on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(_("ID"), max_length=64)
    target = GenericForeignKey("content_type", "object_id")
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")

    def __str__(self) -> str:
        return self.path or self.uid
