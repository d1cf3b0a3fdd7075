"""Another e-mail address: who has it gets the links for new passwords."""

from copy import copy
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views import account

from operations.schedule.mails import send

from .fresh import is_code_due


class GuardedNameEmailForm(NameEmailForm):
    is_code_due = False

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if self.is_code_due and email != self.initial["email"]:
            raise ValidationError(code_first())
        return email


class NameEmailPanel(account.NameEmailSettingsPanel):
    """On the page of one's account: the address can be changed after a fresh code."""

    form_class = GuardedNameEmailForm

    def get_form(self) -> GuardedNameEmailForm:
        form = super().get_form()
        form.is_code_due = is_code_due(self.request)
        if form.is_code_due and "email" in form.fields:
            form.fields["email"].widget.attrs["readonly"] = True
            form.fields["email"].help_text = code_first()
        return form


class AccountView(account.AccountView):
    def get_panels(self) -> list[Any]:
        return [
            NameEmailPanel(panel.request, panel.user, panel.profile)
            if type(panel) is account.NameEmailSettingsPanel
            else panel
            for panel in super().get_panels()
        ]


def code_first() -> SafeString:
    """The sentence that leads to the page that asks for a code, and back to the account."""
    return format_html(
        '{} <a href="{}?next={}">{}</a>',
        _("To change the e-mail address, give a code of your app first."),
        reverse("accounts_code"),
        reverse("wagtailadmin_account"),
        _("Give a code"),
    )


@receiver(pre_save, sender=get_user_model())
def remember(sender: Any, instance: Any, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    """Note the address that an account has until now."""
    instance.former_email = None
    if raw or instance._state.adding or (update_fields and "email" not in update_fields):
        return
    known = sender.objects.filter(pk=instance.pk).values_list("email", flat=True).first()
    instance.former_email = known if known != instance.email else None


@receiver(post_save, sender=get_user_model())
def tell_former_address(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Whoever has the former address hears of it: it may be all that is left to the owner."""
    if instance.former_email:
        former = copy(instance)
        former.email = instance.former_email
        send([former], "email_changed", {})
