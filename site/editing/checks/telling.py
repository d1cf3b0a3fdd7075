"""After saving by hand, publishing or submitting: how much there is to better, and what."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from .drafts import Note, report

# So many are named in the message; the list has them all.
NAMED = 4
DECIDED = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")


def tell(request: HttpRequest, page: Page) -> None:
    """A message, if there is something to better. Nothing is held up by it."""
    notes = report(page).notes
    if not notes:
        return
    count = len(notes)
    message = ngettext(
        "The content check has one note.", "The content check has %(count)d notes.", count
    ) % {"count": count}
    if any(name in request.POST for name in DECIDED):
        message = format_html("{}{}", message, _listed(notes))
    url = reverse("content_checks", args=[page.pk])
    messages.warning(request, message, buttons=[messages.button(url, _("Show the notes"))])


def _listed(notes: list[Note]) -> SafeString:
    lines = [(note.place, note.message) for note in notes[:NAMED]]
    if len(notes) > NAMED:
        lines.append(("…", _("and %(count)d more") % {"count": len(notes) - NAMED}))
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))
