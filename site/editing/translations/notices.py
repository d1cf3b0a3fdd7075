"""What the editor of an original says about its translations, and the other way round."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, TranslatableMixin

from ..localize.publishing import enabled_translation
from ..models import SourceChange
from . import state
from .receivers import is_original, source_of
from .rows import Action, Row, Sentence, name_of, readable, rows_of
from .sentences import differences, label, sentences_in, sentences_of
from .state import SUBMIT, State

TEMPLATES = "editing/translations"
# Of these, readers or translators have a text that a change makes old.
DONE = (State.UP_TO_DATE, State.PUBLISHED)


def translation_rows(original: TranslatableMixin, request: HttpRequest) -> list[Row]:
    """The rows of the board for one original, one for each other language."""
    source, others = state.languages()
    found = [
        values
        for locale in others
        for values in state.one_with_state(original, source, locale).values(*state.COLUMNS)
    ]
    return rows_of(found, request.user)


def notice_of_translations(request: HttpRequest, instance: Model) -> str:
    """Above the fields of an original: how its translations are, and what publishing does."""
    if not is_original(instance) or instance.__dict__.get("alias_of_id"):
        return ""
    rows = translation_rows(instance, request)
    is_draft = isinstance(instance, Page) and instance.live and instance.has_unpublished_changes
    context = {
        "rows": rows,
        "draft_changes": _draft_changes(instance) if is_draft else [],
        "warns": any(row.state in DONE for row in rows),
        "is_page": isinstance(instance, Page),
    }
    return render_to_string(f"{TEMPLATES}/notice.html", context, request=request)


def _draft_changes(draft: Page) -> list[Sentence]:
    """What the translators do not know of yet, in the draft that is being edited."""
    source = source_of(draft)
    if source is None:
        return []
    changes = differences(sentences_in(source), sentences_of(draft))
    return [
        Sentence(label(type(draft), each["names"]), each["old"], each["new"]) for each in changes
    ]


def tell_translator(request: HttpRequest, instance: Any) -> None:
    """In the editor of a translation: what changed in the original since."""
    if request.method != "GET" or not isinstance(instance, TranslatableMixin):
        return
    change = (
        SourceChange.objects.filter(
            translation_key=instance.translation_key, locale_id=instance.locale_id
        )
        .select_related("changed_by")
        .first()
    )
    if change is None:
        return
    translation = enabled_translation(instance)
    may_take_over = translation and not change.is_taken_over and request.user.has_perm(SUBMIT)
    action = None
    if may_take_over:
        address = reverse("editing_translations:take_over", args=[translation.pk])
        action = Action(_("Take over the changes"), address, posts=True)
    context = {
        "change": change,
        "changed_by": name_of(change.changed_by),
        "changes": readable(change, type(instance)),
        "is_by_hand": translation is None,
        "action": action,
    }
    text = render_to_string(f"{TEMPLATES}/changed_note.html", context, request=request)
    messages.warning(request, mark_safe(text), extra_tags="safe")  # noqa: S308 - a template's own


def tell_publisher(request: HttpRequest, page: Page) -> None:
    """After publishing an original: which translations lag behind now."""
    if not is_original(page):
        return
    for row in translation_rows(page, request):
        if row.state != State.OUTDATED:
            continue
        text = _("The translation into %(language)s is outdated now: it lacks what has changed.")
        board = reverse("editing_translations:board") + f"?state={State.OUTDATED.value}"
        is_link = row.action is not None and not row.action.posts
        button = (
            messages.button(row.action.url, row.action.label)
            if is_link
            else messages.button(row.target_url or board, _("To the translation"))
        )
        messages.warning(request, text % {"language": row.language}, buttons=[button])
