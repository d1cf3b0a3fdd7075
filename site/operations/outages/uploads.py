"""What Wagtail's upload of many files at once is told when the disk is full."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from wagtail.admin.localization import get_localized_response

from core.disk import no_room

from .recognising import Outage, outage_behind

MANY_AT_ONCE = ("wagtailimages:add_multiple", "wagtaildocs:add_multiple")


class FullDiskMiddleware:
    """Says beside the file what is wrong, in the words of the form that sent it.

    The script of that form shows sentences only from an answer with status 200. Other forms get
    the page for a full disk (`answers`); most uploads are refused before, while the form is checked
    (`core.disk.refuse_without_room`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if outage_behind(exception) is not Outage.DISK:
            return None
        if request.path_info in map(reverse, MANY_AT_ONCE):  # whosever view answers there
            return get_localized_response(_answer, request)
        return None


def _answer(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"success": False, "error_message": no_room()})
