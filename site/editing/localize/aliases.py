"""No aliases across languages: they show German text under an English address."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization


def forget_sync_from() -> None:
    """Take “Synchronise content from another locale” off the form of a language."""
    LOCALE_COMPONENTS[:] = [
        component
        for component in LOCALE_COMPONENTS
        if component["model"] is not LocaleSynchronization
    ]


def no_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Stands where wagtail-localize turns a translation into an alias."""
    raise Http404("translations are not turned into aliases")
