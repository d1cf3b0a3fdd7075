from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import LogFormatter

from . import urls
from .applying import LOG_ACTION, policy


@hooks.register("register_admin_urls")
def spreadsheet_urls() -> list[Any]:
    return [path("municipalities/", include(urls))]


@hooks.register("register_municipality_list_buttons")
def spreadsheet_buttons(user: Any) -> list[Any]:
    """Import beside “Add”; the downloads in the menu."""
    buttons = [
        Button(
            _("Download as %(format)s") % {"format": ending.upper()},
            url=reverse("municipality_spreadsheets:export", args=[ending]),
            icon_name="download",
            priority=80 + number,
        )
        for number, ending in enumerate(("xlsx", "csv"))
    ]
    if policy().user_has_permission(user, "change"):
        upload = reverse("municipality_spreadsheets:upload")
        buttons.append(HeaderButton(_("Import"), url=upload, icon_name="upload"))
    return buttons


@hooks.register("register_log_actions")
def log_of_imports(actions: Any) -> None:
    @actions.register_action(LOG_ACTION)
    class ImportFormatter(LogFormatter):
        label = gettext_lazy("Import from a spreadsheet")

        def format_message(self, log_entry: Any) -> str:
            return _("Imported from “%(file)s”") % {"file": log_entry.data.get("file", "")}
