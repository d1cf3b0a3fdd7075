"""What keeps machines from filling in the contact form, without a riddle for people.

A field that people do not see must stay empty, and a form must not come back faster than a person
can write. Whoever is stopped is told so in a sentence and keeps what was typed. How many messages
one address may send is in `core.limits`.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

HONEYPOT = "leave_empty"
OPENED = "opened"
SALT = "home.spam"


@dataclass(frozen=True)
class Limits:
    """Seconds; `settings.CONTACT_FORM_LIMITS` replaces single values."""

    fastest_seconds: int = 3
    slowest_seconds: int = 24 * 60 * 60

    @classmethod
    def current(cls) -> "Limits":
        return cls(**getattr(settings, "CONTACT_FORM_LIMITS", {}))


def opened_token() -> str:
    """A signed note of the moment in which a form was shown."""
    return signing.dumps("opened", salt=SALT)


def add_traps(form_class: type[forms.BaseForm]) -> type[forms.BaseForm]:
    """A form class with the hidden field and the note of when the form was shown."""

    class Trapped(form_class):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields[HONEYPOT] = forms.CharField(
                required=False,
                label=_("Please leave this field empty"),
                widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
            )
            self.fields[OPENED] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=opened_token
            )

        def clean(self):
            cleaned = super().clean()
            try:
                check_traps(cleaned.pop(HONEYPOT, ""), cleaned.pop(OPENED, ""))
            except ValidationError as error:
                if error.code == "stale":  # the answer shows the form anew
                    self.data = self.data.copy()
                    self.data[OPENED] = opened_token()
                raise
            return cleaned

    return Trapped


def check_traps(honeypot: str, token: str) -> None:
    """Raise `ValidationError` if the hidden field is filled, or the form came too fast or late."""
    if honeypot:
        raise ValidationError(
            _("A field that must stay empty was filled in. Please empty it and send again."),
            code="honeypot",
        )
    limits = Limits.current()
    try:
        signing.loads(token, salt=SALT, max_age=limits.slowest_seconds)
    except signing.BadSignature:
        raise ValidationError(
            _("The form was open for too long. Please send it once more."), code="stale"
        ) from None
    try:
        signing.loads(token, salt=SALT, max_age=limits.fastest_seconds)
    except signing.SignatureExpired:
        return
    raise ValidationError(
        _("That was very fast. Please wait a few seconds and send the form once more."),
        code="fast",
    )
