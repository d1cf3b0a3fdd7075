"""Forms of signing in."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from .passwords import MAX_LENGTH


class SignInForm(LoginForm):
    """Wagtail's, for password managers, and without the work of hashing what nobody types."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("username", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)  # the label says it


class AppCodeForm(forms.Form):
    """The six digits that an app shows."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise ValidationError(_("A code from the app has six digits."), code="form")
        return code


class RecoveryCodeForm(forms.Form):
    """One of the codes that were shown when the second step was set up."""

    code = forms.CharField(
        label=_("Recovery code"),
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


def username_label() -> str:
    """What the name of an account is called."""
    users = get_user_model()
    return users._meta.get_field(users.USERNAME_FIELD).verbose_name
