"""`Cache-Control` of public answers (RFC 9111; RFC 5861 for stale-while-revalidate)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.conditions import changes_with_time

NOBODY = "private, no-store"
# Seconds for which a list of events may still name one that has just ended.
MOMENT = 60


def of_machines() -> str:
    """Of what programs read: the API, feeds, calendars, vCards, sitemaps."""
    return f"{of_people()}, stale-while-revalidate={settings.PUBLIC_STALE_WHILE_REVALIDATE}"


def of_people() -> str:
    """Of pages. Browsers, too, follow stale-while-revalidate: an editor who has just published
    would be shown the page as it was."""
    kept, shared = settings.PUBLIC_MAX_AGE, settings.PUBLIC_SHARED_MAX_AGE
    if changes_with_time():  # of which no cache is told
        kept, shared = min(kept, MOMENT), min(shared, MOMENT)
    return f"public, max-age={kept}, s-maxage={shared}"


def describe(request: HttpRequest, response: HttpResponse) -> None:
    """Say for how long a page may be kept, unless the view has said so.

    What sets a cookie is for one visitor, as a form with its token; so is what somebody is shown
    who has a session or a token. What is no page (moved, gone, refused) is asked for each time.
    """
    if response.has_header("Cache-Control"):
        return
    if response.cookies:
        response["Cache-Control"] = NOBODY
    elif is_known(request):
        response["Cache-Control"] = "private, no-cache"
    elif response.status_code == 200:
        response["Cache-Control"] = of_people()
    else:
        response["Cache-Control"] = "no-cache"


def is_known(request: HttpRequest) -> bool:
    """Whether the visitor may see what others do not."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
