"""What histories keep of requests by persons: whose data were handed out or erased, when, by whom.

The address that was asked for is in none of them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.models import FormSubmission
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page

from pool.models import AdvisorPage

HANDED_OUT = "operations.personal_data.export"
ERASED = "operations.personal_data.erase"


def note_handed_out(objects: Iterable[Any]) -> None:
    """Note with accounts, contact persons or pages that what is kept about them was handed out."""
    for instance in objects:
        _note(instance, HANDED_OUT)


def note_profiles_handed_out(keys: Iterable[UUID]) -> None:
    """Note it with the profiles that have these translation keys, in all languages."""
    note_handed_out(AdvisorPage.objects.filter(translation_key__in=list(keys)).order_by("pk"))


def note_entries(entries: Iterable[FormSubmission], action: str) -> None:
    """Note with each form's page how many of its entries were handed out or erased."""
    counts = Counter(entry.page_id for entry in entries)
    for page in Page.objects.filter(pk__in=counts).order_by("pk"):
        _note(page.specific_deferred, action, {"entries": counts[page.pk]})


def _note(instance: Any, action: str, data: dict[str, Any] | None = None) -> None:
    # Of one action with one uuid, as all in a request have, Wagtail shows only the latest.
    log(instance=instance, action=action, data=data, uuid=uuid4())


class HandedOutFormatter(LogFormatter):
    label = _("Personal data handed out")

    def format_message(self, log_entry: Any) -> str:
        number = (log_entry.data or {}).get("entries")
        if number is None:
            return gettext("What is kept was handed out")
        return ngettext(
            "%(number)s entry of the form was handed out to who sent it",
            "%(number)s entries of the form were handed out to who sent them",
            number,
        ) % {"number": number}


class ErasedFormatter(LogFormatter):
    label = _("Personal data erased")

    def format_message(self, log_entry: Any) -> str:
        number = (log_entry.data or {}).get("entries", 0)
        return ngettext(
            "%(number)s entry of the form was deleted at the request of who sent it",
            "%(number)s entries of the form were deleted at the request of who sent them",
            number,
        ) % {"number": number}
