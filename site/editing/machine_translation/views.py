from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import (
    apply_machine_translation,
    user_can_edit_instance,
)

from .reading import mark_as_read


def translate_by_machine(
    request: HttpRequest, translation: Translation, user: AbstractBaseUser
) -> None:
    """Ask the service for all sentences that have no translation, and say how it went.

    Raises `Http404` if there is no service, `PermissionDenied` for who may not edit the page.
    """
    translator = get_machine_translator()
    if translator is None:
        raise Http404("there is no machine translation")
    asked = apply_machine_translation(translation.pk, user, translator)
    if translator.problem:
        messages.error(
            request,
            _("%(problem)s Nothing is lost: what was translated before is still there.")
            % {"problem": translator.problem},
        )
    elif asked:
        messages.success(
            request,
            _("Translated with %(service)s. Please read every sentence before you publish.")
            % {"service": translator.display_name},
        )
    else:
        messages.warning(request, _("Everything is translated already."))


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stands where wagtail-localize's view ends in a server error when the service fails."""
    translation = get_object_or_404(Translation, pk=translation_id)
    translate_by_machine(request, translation, request.user)
    return redirect(_back(request, translation))


@require_POST
def confirm_reading(request: HttpRequest, translation_id: int) -> HttpResponse:
    """“I have read all of it”."""
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"), pk=translation_id
    )
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    number = mark_as_read(translation, request.user)
    messages.success(
        request,
        ngettext(
            "One sentence is marked as read.", "%(number)s sentences are marked as read.", number
        )
        % {"number": number},
    )
    return redirect(_back(request, translation))


def _back(request: HttpRequest, translation: Translation) -> str:
    return (
        get_valid_next_url_from_request(request)
        or translation.get_target_instance_edit_url()
        or reverse("wagtailadmin_home")
    )
