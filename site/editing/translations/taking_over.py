"""Handing an original's new sentences to its translators."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource, get_edit_url

from .state import SUBMIT


@transaction.atomic
def take_over(source: TranslationSource) -> None:
    """The translators see the original as it is stored: what is published, or a first draft."""
    source.update_from_db()
    for translation in source.translations.filter(enabled=True).select_related("target_locale"):
        source.update_target_view_restrictions(translation.target_locale)


@transaction.atomic
def take_over_draft(page: Page) -> TranslationSource:
    """The translators see a page's draft, so that both languages can go live together."""
    source, __ = TranslationSource.get_or_create_from_instance(page)
    draft = page.get_latest_revision_as_object()
    source.is_of_draft = page.live and page.has_unpublished_changes
    source.content_json = draft.to_json()
    source.object_repr = str(draft)[:200]
    source.save()
    source.refresh_segments()
    return source


@require_POST
def take_over_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take over what changed in the original, and go on in the translation's editor.

    For a page with a draft, `?draft=1` takes over the draft; that is for who may edit the original.
    """
    translation = get_object_or_404(
        Translation.objects.select_related("source", "target_locale"),
        pk=translation_id,
        enabled=True,
    )
    try:
        target = translation.get_target_instance()
        original = translation.source.get_source_instance()
    except ObjectDoesNotExist:
        raise Http404 from None
    wants_draft = "draft" in request.GET and isinstance(original, Page)
    if not request.user.has_perm(SUBMIT) or not _may_edit(request, target):
        raise PermissionDenied
    if wants_draft and not _may_edit(request, original):
        raise PermissionDenied
    if wants_draft:
        take_over_draft(original)
    else:
        take_over(translation.source)
    messages.success(
        request,
        _("The changes were taken over. What lacks a translation is marked below."),
    )
    return redirect(get_edit_url(target))


def _may_edit(request: HttpRequest, instance: object) -> bool:
    policy = policy_registry.get(instance)
    return policy.user_has_permission_for_instance(request.user, "change", instance)
