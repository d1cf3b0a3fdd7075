"""What caches in front of the site have yet to forget (see `delivery.upstream`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purge(models.Model):
    """A surrogate key, or an absolute address, that the caches have yet to be told.

    Stored with the change that it comes from, and gone when all caches have been told: the address
    of a withdrawn page is nowhere else.
    """

    value = models.TextField()
    is_key = models.BooleanField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("what caches have yet to forget")
        verbose_name_plural = _("what caches have yet to forget")

    def __str__(self) -> str:
        return self.value
