from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .models.consent_texts import ConsentText


class ConsentForm(WagtailAdminModelForm):
    """A consent names a text that is kept, so that it can be shown later what was signed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text_version"]
        versions = ConsentText.objects.values_list("version", flat=True)
        self.fields["text_version"] = forms.ChoiceField(
            label=field.label,
            help_text=_("Which text was signed. New ones are added under “Consent texts”."),
            choices=[("", "---------"), *((version, version) for version in versions)],
        )
