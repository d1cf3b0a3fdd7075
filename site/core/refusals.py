"""What Wagtail answers with an error page: publishing without the editor, saving twice at once, and
erasing while the ledger cannot be reached."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.localization import get_localized_response
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from .ledger import LedgerError
from .prompts import refuse_prompts

ADDING = "wagtailadmin_pages:add"
APPROVAL = "wagtailadmin_pages:workflow_action"
IN_BULK = "wagtail_bulk_action"
SAVED_TWICE = gettext_lazy(
    "This page was saved by itself at the same moment. Please look whether all is there, and "
    "choose once more what is to be done with it."
)
NOTHING = gettext_lazy("Nothing was published. %(missing)s")


class RefusedPublishingMiddleware:
    """Says what is missing where an incomplete draft was to be published without its editor, goes
    on where a new page was saved twice at once, and says why something could not be erased.

    A draft may be incomplete, and Wagtail asks for the rest in the editor only. Approving the
    draft, or publishing many at once, runs into the page's own validation: nothing is published
    (both happen in one transaction), but nobody would be told why.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        view = getattr(request.resolver_match, "view_name", None)
        if isinstance(exception, ValidationError) and view == ADDING:
            return get_localized_response(_answer_second_saving, request, exception)
        if isinstance(exception, ValidationError) and view == APPROVAL:
            return get_localized_response(_refuse_approval, request, exception)
        if isinstance(exception, ValidationError) and view == IN_BULK:
            return get_localized_response(_refuse_in_bulk, request, exception)
        if isinstance(exception, LedgerError) and request.user.is_authenticated:
            messages.error(request, str(exception))
            return redirect(request.get_full_path())
        return None


def _answer_second_saving(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    """A new page was saved twice at once: by its editor's button, and by the editor itself.

    Both found the address free, and the later one did not. The page that is there now goes on.
    """
    if not request.accepts("text/html"):  # the editor that saves by itself reads JSON only
        error = {"error_code": "validation_error", "error_message": sentences(exception, Page)}
        return JsonResponse({"success": False, **error}, status=400)
    parent = get_object_or_404(Page, pk=request.resolver_match.kwargs["parent_page_id"])
    page = parent.get_children().filter(slug=request.POST.get("slug", "")).first()
    if page is None:
        messages.error(request, sentences(exception, Page))
        return redirect("wagtailadmin_explore", parent.pk)
    messages.warning(request, SAVED_TWICE)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _refuse_approval(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    page = get_object_or_404(Page, pk=request.resolver_match.kwargs["page_id"]).specific_deferred
    messages.error(request, NOTHING % {"missing": sentences(exception, type(page))})
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": editor})  # what Wagtail's dialog awaits
    return redirect(editor)


def _refuse_in_bulk(request: HttpRequest, exception: ValidationError) -> HttpResponse:
    missing = list(_incomplete(request)) or [sentences(exception, Page)]
    messages.error(request, NOTHING % {"missing": " – ".join(missing)})
    return redirect(
        get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore_root")
    )


def _incomplete(request: HttpRequest) -> Iterator[str]:
    """What is missing on which of the pages that were chosen one by one, or on pages below them."""
    chosen = [int(pk) for pk in request.GET.getlist("id") if pk.isdecimal()]
    pages = Page.objects.filter(pk__in=chosen)
    if request.POST.get("include_descendants"):
        for page in list(pages):
            pages = pages | Page.objects.descendant_of(page).not_live()
    for page in pages.specific():
        if not page.permissions_for_user(request.user).can_publish():
            continue
        draft = page.get_latest_revision_as_object()
        try:
            draft.full_clean()
            refuse_prompts(draft)
        except ValidationError as problem:
            yield f"{draft.get_admin_display_title()}: {sentences(problem, type(draft))}"


def sentences(problem: ValidationError, model: type[Model]) -> str:
    """What is wrong with an object, with the names of the fields as editors know them."""
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    names = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return "; ".join(
        " ".join(said)
        if field == NON_FIELD_ERRORS
        else f"{names.get(field, field)}: {' '.join(said)}"
        for field, said in problem.message_dict.items()
    )
