"""Submitting a translation for approval, which wagtail-localize's editor has no button for.

Sentences are kept one by one as they are typed; the page gets them when somebody publishes it.
Who may not publish hands in a draft made of them, and the workflow takes it from there.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from core.refusals import sentences

from ..localize.publishing import enabled_translation, readiness


def may_hand_in(user: Any, page: Page) -> bool:
    """Whether the page is a translation that the user works on and that nobody is reviewing."""
    may = page.permissions_for_user(user)
    return (
        may.can_edit()
        and not may.can_publish()
        and may.can_submit_for_moderation()
        and enabled_translation(page) is not None
    )


def hand_in(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask, then make a draft of the translation and start the workflow with it."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not may_hand_in(request.user, page):
        raise PermissionDenied
    translation = enabled_translation(page)
    if request.method != "POST":
        missing = len(readiness(translation).missing)
        return TemplateResponse(
            request, "editing/roles/hand_in.html", {"page": page, "missing": missing}
        )
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    try:
        with transaction.atomic():
            translation.save_target(user=request.user, publish=False)
            page = Page.objects.get(pk=page.pk).specific
            page.get_workflow().start(page, request.user)
    except ValidationError as problem:
        messages.error(
            request,
            _("The translation was not submitted. %(reason)s")
            % {"reason": sentences(problem, type(page))},
        )
        return redirect(editor)
    messages.success(
        request,
        _("“%(title)s” was submitted for approval.") % {"title": page.get_admin_display_title()},
    )
    return redirect(editor)
