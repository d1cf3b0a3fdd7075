from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from .reading import unread_strings
from .views import confirm_reading, machine_translate

# Before wagtail-localize, which registers without an order.
FIRST = -10


@hooks.register("register_admin_urls", order=FIRST)
def register_machine_translation():
    """One at the address of wagtail-localize's own view, which is then never reached."""
    return [
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path(
            "translations/<int:translation_id>/read/",
            confirm_reading,
            name="confirm_machine_translation",
        ),
    ]


@hooks.register("before_edit_page")
def tell_of_unread_translations(request: HttpRequest, page: Page) -> None:
    """On the editor of the source: that its translation is not ready for readers."""
    if request.method != "GET" or request.headers.get("x-requested-with"):
        return
    translations = Translation.objects.filter(
        source__object_id=page.translation_key, source__locale_id=page.locale_id, enabled=True
    )
    for translation in translations.select_related("source", "target_locale"):
        number = unread_strings(translation).count()
        if not number:
            continue
        target = translation.get_target_instance()
        buttons = []
        if user_can_edit_instance(request.user, target):
            address = reverse("wagtailadmin_pages:edit", args=[target.pk])
            buttons = [messages.button(address, _("Read the translation"))]
        messages.warning(
            request,
            ngettext(
                "%(language)s: one sentence was translated by a machine, and nobody has looked at "
                "it yet.",
                "%(language)s: %(number)s sentences were translated by a machine, and nobody has "
                "looked at them yet.",
                number,
            )
            % {"language": translation.target_locale.get_display_name(), "number": number},
            buttons=buttons,
        )
