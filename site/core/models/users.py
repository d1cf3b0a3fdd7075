from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.dispatch import Signal
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

# Somebody's password is another one now; sent with `user`. Not for one that is only hashed anew.
password_changed = Signal()


class User(AbstractUser):
    """Somebody who edits. Swapped in from the first migration: later it can't be."""

    # A part of what a session is checked against, as the password is: a new one ends them all.
    session_stamp = models.CharField(
        max_length=32, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An account that is switched off stays signed out when it is switched on again."""
        if not self.is_active:
            self.session_stamp = get_random_string(32)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "session_stamp"}
        has_new_password = self._password is not None and not self._state.adding
        super().save(*args, **kwargs)
        if has_new_password:
            password_changed.send(type(self), user=self)

    def end_sessions(self) -> None:
        """Sign this account out wherever it is signed in."""
        self.session_stamp = get_random_string(32)
        self.save(update_fields=["session_stamp"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own takes the password alone. Both hashes that it makes, with the present key
        # and with former ones, come through here.
        return salted_hmac(
            "core.User.session", f"{self.password}\0{self.session_stamp}", secret=secret,
            algorithm="sha256",
        ).hexdigest()  # fmt: skip
