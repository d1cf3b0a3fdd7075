"""wagtail-localize's words where its German is missing, wrong or too familiar.

Marked here, so that they are in this project's catalogue, which comes before the library's.
`EDITOR` are the texts of the translation editor, whose script has a catalogue of its own.
"""

from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.views.i18n import JavaScriptCatalog
from wagtail_localize import models
from wagtail_localize.views import edit_translation

EDITOR = (
    gettext_noop("Applying editor lock"),
    gettext_noop("Change %s"),
    gettext_noop("Choose a %s"),
    gettext_noop("Download PO file"),
    gettext_noop("Download PO file and input translations offline"),
    gettext_noop("Edit this %s"),
    gettext_noop("Fetching %s information..."),
    gettext_noop("Publish in "),
    gettext_noop("Publishing..."),
    gettext_noop("Revert to %s version"),
    gettext_noop("Saving..."),
    gettext_noop("Stop Synced translation"),
    gettext_noop("Stopping Synced translation"),
    gettext_noop("There are unsaved segments. Please save or cancel them before leaving."),
    gettext_noop("Translate all missing strings with "),
    gettext_noop("Translate with "),
    gettext_noop("Upload PO file"),
    gettext_noop("Upload translated PO file to submit translations"),
    gettext_noop("Uses %s version"),
)
ELSEWHERE = (
    gettext_noop("Add a locale"),
    gettext_noop("Add locale"),
    gettext_noop("Are you sure you want to delete this locale?"),
    gettext_noop("Delete locale"),
    gettext_noop("Locale '{0}' created."),
    gettext_noop("Locale '{0}' deleted."),
    gettext_noop("Locale '{0}' updated."),
    gettext_noop("Locales"),
    gettext_noop("Select a new language"),
    gettext_noop("Start Synced translation"),
    gettext_noop("Sync translated pages"),
    gettext_noop("Sync translated snippets"),
    gettext_noop("Sync translations of '%(title)s'"),
    gettext_noop("The locale could not be saved due to errors."),
    gettext_noop(
        "This locale cannot be deleted because there are pages and/or other objects using it."
    ),
    gettext_noop(
        "This locale's current language code is not supported. Please choose a new language or "
        "delete this locale."
    ),
    gettext_noop("This locale's language code is not supported"),
    gettext_noop("Translate '%(title)s'"),
    gettext_noop("Translate {model_name}"),
    gettext_noop("Translation has been restarted."),
    gettext_noop("Translations"),
    gettext_noop("Waiting for translations"),
    gettext_noop("Why would I sync my page?"),
    gettext_noop("{} locales"),
)


class EditorCatalog(JavaScriptCatalog):
    """The texts of the translation editor: the library's, with ours before them."""

    packages = ("wagtail_localize",)

    def get_catalog(self) -> dict[str, Any]:
        ours = {text: said for text in EDITOR if (said := gettext(text)) != text}
        return {**super().get_catalog(), **ours}


def use_numeric_dates() -> None:
    """The library writes the month with `strftime`, which knows English only."""
    models.DATE_FORMAT = edit_translation.DATE_FORMAT = "%d.%m.%Y"
