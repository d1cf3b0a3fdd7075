import json
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from ..localize.companions import ALONG, DELETE, companions
from ..machine_translation.reading import unread

register = template.Library()

# Wagtail's confirmation pages have no block inside their form.
BUTTON = '<input type="submit"'
# Where wagtail-localize's editor starts, whose template has one block for everything.
EDITOR = '<div class="js-translation-editor"'


@register.simple_tag(takes_context=True)
def translations_along(
    context: dict[str, Any], page: Page, action: str, destination: Page | None = None
) -> SafeString:
    """What an action means for a page's translations, and the box to include them."""
    request = context["request"]
    concerned = companions(page, action, request.user, destination)
    return render_to_string(
        "editing/localize/companions.html",
        {
            "companions": concerned,
            "action": action,
            "name": ALONG,
            "can_come_along": any(not each.obstacle for each in concerned),
            "is_checked": action != DELETE,
        },
        request,
    )


@register.filter
def above_button(content: SafeString, addition: SafeString) -> SafeString:
    """Rendered HTML with an addition above its first submit button."""
    return mark_safe(content.replace(BUTTON, addition + BUTTON, 1))  # noqa: S308 - both are rendered


@register.filter
def above_editor(content: SafeString, addition: SafeString) -> SafeString:
    """The rendered translation editor with an addition above the list of sentences."""
    return mark_safe(content.replace(EDITOR, addition + EDITOR, 1))  # noqa: S308 - both are rendered


@register.simple_tag(takes_context=True)
def unread_machine_translations(context: dict[str, Any], translation: Translation) -> SafeString:
    """What a machine translated and nobody has looked at, with a button to say so."""
    request = context["request"]
    return render_to_string(
        "editing/machine_translation/notice.html",
        {
            "translation": translation,
            "unread": unread(translation),
            "source_language": translation.source.locale.language_code,
            "target_language": translation.target_locale.language_code,
        },
        request,
    )


@register.simple_tag(takes_context=True)
def offer_no_alias(context: dict[str, Any]) -> str:
    """Take “Convert to alias page” out of what the translation editor offers."""
    props = json.loads(context["props"])
    props["links"]["convertToAliasUrl"] = None
    context["props"] = json.dumps(props)
    return ""


@register.simple_tag
def editor_words(translation: Translation) -> dict[str, str]:
    """Texts that the script of the editor does not look up (see `translation-editor.js`)."""
    source = str(translation.source.locale.get_display_name())
    target = str(translation.target_locale.get_display_name())
    return {
        "ofLibrary": f"{source} to {target} translation",
        "heading": _("Translation: %(source)s to %(target)s")
        % {"source": source, "target": target},
        "more": _("More actions"),
    }
