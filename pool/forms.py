from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.careful_forms import CarefulForm
from core.editors import StatePageForm

from .profile import names_person

CONSENT_MISSING = _(
    "This profile cannot be published: there is no valid consent for it. "
    "Record one under “Consents” first; until then, save it as a draft."
)
NAME_NOT_COVERED = _(
    "The consent does not cover the name, so it must not stand here. "
    "Choose neutral words such as “Advisor from Köln”."
)
TEXTS_WITHOUT_SCOPE = ("title", "search_description")  # public with any consent


class AdvisorPageForm(StatePageForm):
    """Refuses to publish a profile without a valid consent, and keeps what was typed."""

    def clean(self):
        cleaned = super().clean()
        if "action-publish" not in self.data:
            return cleaned
        consent = self.instance.consent
        if consent is None:
            self.add_error(None, CONSENT_MISSING)
        elif not consent.shows_name:
            self._refuse_names(cleaned)
        return cleaned

    def _refuse_names(self, cleaned) -> None:
        name = (cleaned.get("first_name", ""), cleaned.get("last_name", ""))
        for field in TEXTS_WITHOUT_SCOPE:
            if names_person(cleaned.get(field, ""), *name):
                self.add_error(field, NAME_NOT_COVERED)


class MunicipalityForm(CarefulForm):
    """The key is given once: with another one the form would save a second municipality."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "ags" in self.fields and self.instance.pk:
            self.fields["ags"].disabled = True

    def clean_ags(self) -> str:
        ags = self.cleaned_data["ags"]
        if not (len(ags) == 8 and ags.isascii() and ags.isdigit()):
            raise ValidationError(_("An AGS has eight digits and nothing else."))
        return ags
