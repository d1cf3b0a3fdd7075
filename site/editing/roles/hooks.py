"""What roles register with Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from . import handing_in
from .choosers import offered
from .languages import refuse_other_languages
from .panel import GroupStatesPanel
from .scope import models_of_states


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("roles/hand-in/<int:page_id>/", handing_in.hand_in, name="editing_hand_in")]


@hooks.register("register_group_permission_panel")
def register_states_of_group() -> type[GroupStatesPanel]:
    return GroupStatesPanel


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_published_or_ones_own(pages: PageQuerySet, request: Any) -> PageQuerySet:
    """The chooser names no drafts of others."""
    return offered(pages, request.user)


@hooks.register("before_bulk_action")
def leave_administrators_alone(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Nobody but administrators does anything to administrators, also with many at once."""
    if action.model is not get_user_model() or request.user.is_superuser:
        return None
    if not any(user.is_superuser for user in objects):
        return None
    messages.error(request, _("Only administrators can change an administrator’s account."))
    return redirect(action.next_url)


@hooks.register("filter_form_submissions_for_user")
def read_entries_where_one_publishes(user: Any, pages: PageQuerySet) -> PageQuerySet:
    """Entries of forms are personal data: who only writes or translates the page has no need."""
    if user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return pages.filter(pk__in=own.values("pk"))


@hooks.register("before_edit_snippet", order=-10)  # before the translation editor opens
def edit_ones_own_language(request: HttpRequest, snippet: Any) -> None:
    refuse_other_languages(request.user, [snippet], "change")


@hooks.register("before_delete_snippet", order=-10)
def delete_ones_own_language(request: HttpRequest, snippets: Any) -> None:
    refuse_other_languages(request.user, snippets, "delete")


@hooks.register("after_edit_page")
def let_drafts_belong_to_their_state(request: HttpRequest, page: Page) -> None:
    """What counts is the stored state, and that of an unpublished page follows its draft.

    Otherwise a draft that a publisher gives to a state would stay closed to its editors.
    """
    if not page.live and isinstance(page, models_of_states()):
        others = type(page)._base_manager.filter(pk=page.pk).exclude(state=page.state)
        others.update(state=page.state)
