"""PO files of translations come back: what is taken, what is not, and why.

wagtail-localize's own view ends in a server error for a file of somebody else's, and keeps to
itself which sentences it left out.
"""

import contextlib
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polib
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat, truncatechars
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue
from wagtail_localize.views.edit_translation import user_can_edit_instance

ID_HEADER = "X-WagtailLocalize-TranslationID"
TOOL = "PO File"  # as wagtail-localize names it
MAX_BYTES = 2 * 1024 * 1024
SHOWN = 5

Place = tuple[str, str]  # a sentence of the source, and where it stands


class PoFileError(Exception):
    """The file cannot be used; the message is for whoever uploaded it."""


@dataclass
class Outcome:
    """What became of the sentences of a file, by their text in the source's language."""

    taken: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    changed_here: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@require_POST
def upload_pofile(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take over a PO file into a translation, and say what was taken."""
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id
    )
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        po = read_po(request.FILES.get("file"))
        check_that_it_belongs(po, translation)
    except PoFileError as problem:
        messages.error(request, str(problem))
    else:
        tell(request, take_over(po, translation, request.user))
    return redirect(
        get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url()
    )


def read_po(upload: Any) -> polib.POFile:
    """The entries of an uploaded file. Raises `PoFileError`."""
    if upload is None:
        raise PoFileError(_("Please choose a file."))
    if upload.size > MAX_BYTES:
        raise PoFileError(
            _("The file is too large: %(size)s. At most %(limit)s are possible.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(MAX_BYTES)}
        )
    # polib takes a name or a content: a content that looks like a name would be opened.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload.po"
        path.write_bytes(upload.read())
        try:
            return polib.pofile(str(path), encoding="utf-8")
        except (OSError, UnicodeDecodeError, ValueError, IndexError) as error:
            raise PoFileError(
                _(
                    "This is not a PO file that can be read. Please download the file here once "
                    "more, and save it as PO in UTF-8."
                )
            ) from error


def check_that_it_belongs(po: polib.POFile, translation: Translation) -> None:
    """Raises `PoFileError` if a file is of another page or for another language."""
    identity = po.metadata.get(ID_HEADER)
    if not identity:
        raise PoFileError(
            _(
                "This file does not come from here, or has lost its header. Please download the "
                "file here once more and translate that one."
            )
        )
    if identity != str(translation.uuid):
        raise PoFileError(
            _(
                "This file belongs to another page or another language. Please upload it where "
                "it was downloaded."
            )
        )
    language = po.metadata.get("Language", "").replace("_", "-").lower()
    expected = translation.target_locale.language_code
    if language and language.split("-")[0] != expected.split("-")[0]:
        raise PoFileError(
            _("This file says that it holds another language: %(language)s.")
            % {"language": language}
        )


def take_over(po: polib.POFile, translation: Translation, user: Any) -> Outcome:
    """Store the translations of the sentences that the page has now."""
    outcome = Outcome()
    in_use = {
        (segment.string.data, segment.context.path)
        for segment in StringSegment.objects.filter(source_id=translation.source_id).select_related(
            "string", "context"
        )
    }
    newer = _changed_since(po, translation)
    wanted = polib.POFile()
    wanted.metadata = po.metadata
    for entry in po:
        place = (entry.msgid, entry.msgctxt)
        if entry.obsolete or not entry.msgstr:
            continue
        if place not in in_use:
            outcome.gone.append(entry.msgid)
        elif entry.fuzzy:
            outcome.unsure.append(entry.msgid)
        elif newer.get(place, entry.msgstr) != entry.msgstr:
            outcome.changed_here.append(entry.msgid)
        else:
            outcome.taken.append(entry.msgid)
            wanted.append(entry)
    translation.import_po(wanted, user=user, tool_name=TOOL)
    places = {(entry.msgid, entry.msgctxt) for entry in wanted}
    outcome.wrong = [
        source
        for source, path in _stored(translation)
        .filter(has_error=True)
        .values_list("translation_of__data", "context__path")
        if (source, path) in places
    ]
    return outcome


def tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say what became of the file, one message for each thing to know."""
    number = len(outcome.taken) - len(outcome.wrong)
    if number:
        messages.success(
            request,
            ngettext(
                "One sentence was taken over from the file.",
                "%(number)s sentences were taken over from the file.",
                number,
            )
            % {"number": number},
        )
    elif not outcome.wrong:
        messages.warning(request, _("There was nothing to take over from the file."))
    for sentences, reason in (
        (outcome.wrong, _("Not usable, because of markup that may not stand there:")),
        (outcome.gone, _("Left out, because the page no longer says so:")),
        (outcome.unsure, _("Left out, because the file marks them as unsure (fuzzy):")),
        (
            outcome.changed_here,
            _("Left as they are, because somebody has changed them here since:"),
        ),
    ):
        if sentences:
            messages.warning(request, f"{reason} {_some(sentences)}")


def _some(sentences: list[str]) -> str:
    texts = [truncatechars(StringValue(each).render_text(), 60) for each in sentences]
    more = [f"+ {len(texts) - SHOWN}"] if len(texts) > SHOWN else []
    return ", ".join([*(f"“{text}”" for text in texts[:SHOWN]), *more])


def _stored(translation: Translation) -> Any:
    return StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale_id=translation.target_locale_id,
    )


def _changed_since(po: polib.POFile, translation: Translation) -> dict[Place, str]:
    """What people have written in the editor since the file was made."""
    with contextlib.suppress(ValueError):
        made = datetime.fromisoformat(po.metadata.get("POT-Creation-Date", ""))
        if made.tzinfo:
            newer = _stored(translation).filter(updated_at__gt=made).exclude(tool_name=TOOL)
            people = newer.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
            rows = people.values_list("translation_of__data", "context__path", "data")
            return {(source, path): data for source, path, data in rows}
    return {}
