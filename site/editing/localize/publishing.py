"""What a translation still lacks before its publication would be good for readers.

wagtail-localize publishes a translation whatever its state: where a sentence has no English yet,
the German one appears on the English page. That may be wanted (a notice that must go out today), so
it is not refused, but nobody does it without having been told and having said yes.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Readiness:
    """Sentences of the source in the order of the page, as plain text.

    `missing` have no translation, or one with an error; `unread` were translated by a machine and
    nobody has looked at the result.
    """

    missing: list[str]
    unread: list[str]

    def __bool__(self) -> bool:
        return not self.missing and not self.unread


def enabled_translation(instance: TranslatableMixin) -> Translation | None:
    """The translation that a page or snippet is the result of; None for a source."""
    return (
        Translation.objects.filter(
            source__object_id=instance.translation_key,
            target_locale_id=instance.locale_id,
            enabled=True,
        )
        .select_related("source", "target_locale")
        .first()
    )


def readiness(translation: Translation) -> Readiness:
    """How much of a translation is there. Two queries."""
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    found = {
        (string, context): kind
        for string, context, kind in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id,
            locale_id=translation.target_locale_id,
            has_error=False,
        ).values_list("translation_of_id", "context_id", "translation_type")
    }
    missing, unread = [], []
    for segment in segments.select_related("string").order_by("order"):
        kind = found.get((segment.string_id, segment.context_id))
        if kind is None:
            missing.append(segment.string.as_value().render_text())
        elif kind == StringTranslation.TRANSLATION_TYPE_MACHINE:
            unread.append(segment.string.as_value().render_text())
    return Readiness(missing, unread)


def ask_before_publishing(request: HttpRequest, instance: TranslatableMixin) -> HttpResponse | None:
    """The question before a translation is published that is not ready; None to go on."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if CONFIRMED in request.POST or not isinstance(instance, TranslatableMixin):
        return None
    translation = enabled_translation(instance)
    if translation is None or (ready := readiness(translation)):
        return None
    return TemplateResponse(
        request,
        "editing/localize/confirm_publishing.html",
        {
            "instance": instance,
            "language": translation.target_locale.get_display_name(),
            "source_language": translation.source.locale.get_display_name(),
            "ready": ready,
            "confirmed": CONFIRMED,
        },
    )


def refuses_publishing_in_bulk(request: HttpRequest, pages: list[Page]) -> bool:
    """Whether pages that were chosen together may not be published: says which, and what to do.

    Publishing in bulk publishes the draft that the submission made, which is German as long as
    nobody has published from the translation editor.
    """
    titles = [
        page.get_admin_display_title()
        for page in pages
        if (translation := enabled_translation(page)) and not readiness(translation)
    ]
    if titles:
        messages.error(
            request,
            _(
                "Nothing was published. These translations are not finished: %(titles)s. "
                "Please publish them one by one from the translation editor."
            )
            % {"titles": ", ".join(titles)},
        )
    return bool(titles)


def may_publish(user, translation: Translation) -> bool:
    """Whether somebody may publish the page or snippet that a translation results in."""
    target = translation.get_target_instance()
    if isinstance(target, Page):
        return target.permissions_for_user(user).can_publish()
    app, name = target._meta.app_label, target._meta.model_name
    return user.has_perm(f"{app}.change_{name}")


def languages(locales: list[Locale]) -> str:
    """The names of languages, in a row."""
    return ", ".join(str(locale.get_display_name()) for locale in locales)
