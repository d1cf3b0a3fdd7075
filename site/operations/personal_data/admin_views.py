"""“Personal data” in the admin: what is kept about somebody is looked up, handed out, erased.

The address that is asked for is sent in the body, so that it stands in no log of requests.
"""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from core.ledger import LedgerError
from pool.models import AdvisorPage

from .export import documents
from .people import entries_of, erase_entries

MAY_LOOK_UP = "core.delete_user"  # site managers


class PersonForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "Of whoever asks. It is looked for in the entries of forms, among contact persons, "
            "advisors and accounts. Make sure first that it is really that person who asks."
        ),
    )


def may_look_up(user: Any) -> bool:
    """Whether somebody may see what is kept about anybody."""
    return user.has_perm(MAY_LOOK_UP)


@require_http_methods(["GET", "POST"])
def personal_data(request: HttpRequest) -> HttpResponse:
    """Look somebody up; with `download` hand it out, with `erase` delete what was sent by form."""
    if not may_look_up(request.user):
        raise PermissionDenied
    form = PersonForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if "download" in request.POST:
            return _download(documents.hand_out_email(email))
        if "erase" in request.POST:
            _erase(request, email)
        context |= {"email": email, **_found(email, request.user)}
    return render(request, "operations/personal_data/index.html", context)


def _found(email: str, user: Any) -> dict[str, Any]:
    keys = documents.profiles_with(email)
    pages = AdvisorPage.objects.filter(translation_key__in=keys).select_related("locale")
    return {
        "entries": entries_of(email),
        "contacts": documents.contacts_with(email),
        "profiles": [page for page in pages if page.permissions_for_user(user).can_edit()],
        "accounts": documents.accounts_with(email),
    }


def _erase(request: HttpRequest, email: str) -> None:
    if not request.POST.get("understood"):
        messages.error(request, _("Please tick the box first: this cannot be undone."))
        return
    try:
        number = erase_entries(email)
    except LedgerError as error:
        messages.error(request, str(error))
        return
    said = ngettext("%(number)s entry was deleted.", "%(number)s entries were deleted.", number)
    messages.success(request, said % {"number": number})


@require_http_methods(["GET", "POST"])
def export_advisor(request: HttpRequest, page_id: int) -> HttpResponse:
    """Offer, and on POST hand out, what is kept about an advisor."""
    page = get_object_or_404(AdvisorPage, pk=page_id)
    if not may_export(request.user, page):
        raise PermissionDenied
    if request.method == "GET":
        context = {"form": PersonForm(), "profiles": [page]}
        return render(request, "operations/personal_data/index.html", context)
    return _download(documents.hand_out_advisor(page.translation_key))


def may_export(user: Any, page: Page) -> bool:
    """Whether somebody may hand out what is kept about the advisor of a page."""
    is_profile = page.specific_class is AdvisorPage
    return is_profile and may_look_up(user) and page.permissions_for_user(user).can_edit()


@require_POST
def export_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """Hand out what is kept about somebody with an account."""
    if not may_look_up(request.user):
        raise PermissionDenied
    user = get_object_or_404(get_user_model(), pk=user_id)
    return _download(documents.hand_out_account(user))


def _download(document: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(documents.as_json(document), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="auskunft.json"'
    response["Cache-Control"] = "private, no-store"
    return response
