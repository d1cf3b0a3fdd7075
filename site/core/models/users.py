from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who edits. Swapped in from the first migration: later it can't be."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
