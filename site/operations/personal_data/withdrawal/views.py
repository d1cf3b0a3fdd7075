"""The button “Withdraw consent”: it says what will be deleted, asks once, and deletes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from core.ledger import LedgerError
from pool.models import AdvisorPage

from .plan import plan
from .withdrawing import withdraw

MAY_RECORD = "pool.add_advisorconsent"
AGREED = "understood"


def may_withdraw(user: Any, page: Page) -> bool:
    """Whether somebody may record that the advisor of a page withdraws."""
    if page.specific_class is not AdvisorPage or not user.has_perm(MAY_RECORD):
        return False
    return page.permissions_for_user(user).can_edit()


@require_http_methods(["GET", "POST"])
def withdraw_consent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what will be deleted; on POST, with the box ticked, delete it and say what is left to
    do for people."""
    page = get_object_or_404(AdvisorPage, pk=page_id)
    if not may_withdraw(request.user, page):
        raise PermissionDenied
    found = plan(page.translation_key, request.user)
    context = {"page": page, "plan": found, "agreed": AGREED}
    if request.method == "POST" and not request.POST.get(AGREED):
        messages.error(request, _("Please tick the box first: this cannot be undone."))
    elif request.method == "POST":
        try:
            withdraw(page.translation_key, by=request.user)
        except LedgerError as error:
            messages.error(request, str(error))
        else:
            return render(request, "operations/withdrawal/done.html", context)
    return render(request, "operations/withdrawal/confirm.html", context)
