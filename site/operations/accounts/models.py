"""What is remembered about accounts beside their name and password."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

LONGEST_WAIT = 3600  # seconds between two codes, however many were wrong
COUNTED = 30  # wrong codes; the library's sum overflows after a thousand


class AuthenticatorApp(TOTPDevice):
    """The app that makes an account's codes (RFC 6238). Each is good once."""

    class Meta:
        proxy = True
        verbose_name = _("app for sign-in codes")
        verbose_name_plural = _("apps for sign-in codes")

    def get_throttle_factor(self) -> float:
        """Seconds to wait after the first wrong code; doubled by each further one up to an hour.

        Without an end, somebody who knows the password could keep the owner out for good.
        """
        return min(1.0, LONGEST_WAIT / 2 ** max(self.throttling_failure_count - 1, 0))

    def throttle_increment(self, commit: bool = True) -> None:
        """Count a wrong code, no further than what the waiting is reckoned from."""
        self.throttling_failure_count = min(self.throttling_failure_count, COUNTED - 1)
        super().throttle_increment(commit)


class RecoveryCodeQuerySet(models.QuerySet):
    def left(self) -> "RecoveryCodeQuerySet":
        return self.filter(used_at=None)


class RecoveryCode(models.Model):
    """One of the codes for the day on which the app is gone. Good once; only its hash is kept."""

    # Crockford's alphabet: no letter that can be read as another.
    ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
    NUMBER = 10
    NAME, SECRET = 4, 12  # characters: one to find the code by, the other is hashed; 60 bits

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    name = models.CharField(_("first characters"), max_length=NAME)
    secret = models.CharField(_("hash"), max_length=128)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    used_at = models.DateTimeField(_("used at"), null=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="operations_recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.name}"

    @classmethod
    def renew(cls, user: Any) -> list[str]:
        """Make new codes for somebody, who may see them once: "4F7K-…". The old ones are void."""
        names: set[str] = set()
        while len(names) < cls.NUMBER:
            names.add(cls._random(cls.NAME))
        codes = {name: cls._random(cls.SECRET) for name in names}
        with transaction.atomic():
            cls.objects.filter(user=user).delete()
            cls.objects.bulk_create(
                cls(user=user, name=name, secret=make_password(secret))
                for name, secret in codes.items()
            )
        return ["-".join(_fours(name + secret)) for name, secret in codes.items()]

    @classmethod
    def use(cls, user: Any, text: str) -> bool:
        """Whether `text` is an unused code of this user, which it then no longer is."""
        code = "".join(letter for letter in text.upper() if letter.isalnum())
        code = code.translate(cls.MISREAD)
        name, secret = code[: cls.NAME], code[cls.NAME :]
        found = cls.objects.left().filter(user=user, name=name).first()
        if found is None or not check_password(secret, found.secret):
            return False
        # Of two requests at once, one changes the row.
        return bool(cls.objects.left().filter(pk=found.pk).update(used_at=timezone.now()))

    @classmethod
    def _random(cls, length: int) -> str:
        return "".join(secrets.choice(cls.ALPHABET) for _i in range(length))


def _fours(text: str) -> list[str]:
    return [text[i : i + 4] for i in range(0, len(text), 4)]


class ExternalIdentity(models.Model):
    """That an account belongs to somebody whom the OpenID Connect provider knows by `subject`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="external_identities",
    )
    issuer = models.CharField(_("issuer"), max_length=255)
    subject = models.CharField(_("subject"), max_length=255)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("identity at another sign-in service")
        verbose_name_plural = _("identities at another sign-in service")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], name="operations_external_identity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.issuer}"
