from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

CONSENT_MISSING = _(
    "This profile cannot be published: there is no valid consent for it. "
    "Record one under “Consents” first; until then, save it as a draft."
)
NAME_NOT_COVERED = _(
    "The consent does not cover the name, so the title must not contain it. "
    "Choose a neutral title such as “Advisor from Köln”."
)


class AdvisorPageForm(WagtailAdminPageForm):
    """Refuses to publish a profile without a valid consent, and keeps what was typed."""

    def clean(self):
        cleaned = super().clean()
        if "action-publish" not in self.data:
            return cleaned
        consent = self.instance.consent
        if consent is None:
            self.add_error(None, CONSENT_MISSING)
        elif not consent.shows_name and self._title_names_person(cleaned):
            self.add_error("title", NAME_NOT_COVERED)
        return cleaned

    @staticmethod
    def _title_names_person(cleaned) -> bool:
        words = set(cleaned.get("title", "").casefold().split())
        names = f"{cleaned.get('first_name', '')} {cleaned.get('last_name', '')}".casefold().split()
        return any(len(name) > 1 and name in words for name in names)
