"""Saving a page that somebody else has saved since it was opened."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, Revision

EDITING = "wagtailadmin_pages:edit"
GUARDED = "is_guarded_against_conflicts"
SAVE_OVER = "save_over"


def guard(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let `GuardedEditView` answer whatever is sent to the page's form (`before_edit_page`)."""
    is_form = request.resolver_match.view_name == EDITING
    if request.method != "POST" or not is_form or getattr(request, GUARDED, False):
        return None
    setattr(request, GUARDED, True)  # it asks the same hooks
    return GuardedEditView.as_view()(request, page.pk)


class GuardedEditView(EditView):
    """Wagtail's, for what is sent: all of it is stored or nothing, one editor after the other.

    With a newer version in the database nothing is stored: the form comes back as it was filled in,
    says who saved when, and offers to look at the difference or to store it over the other one.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            # Who comes second waits here, and then sees what the first one has stored.
            get_object_or_404(Page.objects.select_for_update().order_by(), pk=page_id)
            return super().dispatch(request, page_id, **kwargs)

    @cached_property
    def is_out_of_date(self) -> bool:
        sent = self.request.POST
        had_none = sent.get("loaded_revision_id") == "" and not sent.get("overwrite_revision_id")
        if self.latest_revision and had_none:
            return True
        return EditView.is_out_of_date.func(self)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.expects_json_response or self.locked_for_user or not self.is_out_of_date:
            return super().post(request, *args, **kwargs)
        if request.POST.get(SAVE_OVER) == version(self.latest_revision):
            # Not into the draft that was saved by itself before the other one.
            request.POST = request.POST.copy()
            request.POST.pop("overwrite_revision_id", None)
            return super().post(request, *args, **kwargs)
        return self._ask(request)

    def _ask(self, request: HttpRequest) -> HttpResponse:
        self.form = self.form_class(
            request.POST,
            request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        self.has_unsaved_changes = True
        messages.warning(request, self._question())
        return self.render_to_response(self.get_context_data())

    def _question(self) -> str:
        newest = self.latest_revision
        context = {
            "newest": newest,
            "who": get_user_display_name(newest.user) if newest.user else "",
            "is_own": newest.user_id == self.request.user.pk,
            "version": version(newest),
            "edit_url": self.get_edit_url(),
            "compare_url": self._compare_url(newest),
        }
        return render_to_string("editing/conflicts/question.html", context, request=self.request)

    def _compare_url(self, newest: Revision) -> str:
        """Where Wagtail shows what the other one changed; "" if that cannot be told."""
        seen = self.request.POST.get("overwrite_revision_id") or self.request.POST.get(
            "loaded_revision_id", ""
        )
        known = seen.isdecimal() and self.real_page_record.revisions.filter(pk=seen).exists()
        if not known or int(seen) == newest.pk:
            return ""
        return reverse("wagtailadmin_pages:revisions_compare", args=[self.page.pk, seen, newest.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_out_of_date:
            # The form goes on being one that was opened before the newest version, so that the
            # editor does not store it by itself.
            context["loaded_revision_created_at"] = ""
        return context


def version(revision: Revision) -> str:
    """One state of a revision; one that is saved by itself changes under the same key."""
    return f"{revision.pk} {revision.created_at.isoformat()}"
