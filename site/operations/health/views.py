"""The answers for supervisors.

Live asks nothing of others, so that a failing database never makes a supervisor restart healthy
processes. Neither answer says why something failed: anybody may ask, and the reason stands in the
log.

Not django-health-check: its view is asynchronous and runs each check in a thread of its own with a
connection of its own, past the pool; it answers 500 instead of 503, and tells the reason.
"""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .checks import FAILED, answers


@never_cache
@require_safe
@transaction.non_atomic_requests
def live(request: HttpRequest) -> JsonResponse:
    """200 `{"status": "ok"}` as long as the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """`{"status": "ok" | "degraded" | "unavailable", "checks": {name: "ok" | "failed"}}`; with 503
    for "unavailable"."""
    found = answers.all()
    failed = {name for name, answer in found.items() if answer == FAILED}
    status = "ok"
    if failed:
        status = "unavailable" if failed & set(settings.HEALTH_REQUIRED) else "degraded"
    response = JsonResponse(
        {"status": status, "checks": found}, status=503 if status == "unavailable" else 200
    )
    response._has_been_logged = True  # the check has told why, and not each time
    return response
