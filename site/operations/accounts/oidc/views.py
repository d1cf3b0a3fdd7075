"""To the sign-in service and back."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.admin import messages

from .. import session
from ..first_step import to_second_step
from . import is_configured
from .accounts import NotAllowed, account_for
from .client import Refused, claims_of
from .client import begin as send_there

logger = logging.getLogger(__name__)

NEXT = "oidc_next"
OWN, TRUSTED, AMR = "own", "trusted", "amr"
# What RFC 8176 calls the ways of proving oneself that are not a password.
STRONG = {"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """To the service."""
    _require_configured()
    request.session[NEXT] = request.GET.get(REDIRECT_FIELD_NAME, "")
    try:
        return send_there(request, _address_back())
    except Refused as error:
        return _failed(request, error)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from it: signed in, half-way in, or told why not."""
    _require_configured()
    try:
        claims = claims_of(request)
    except Refused as error:
        return _failed(request, error)
    next_address = request.session.pop(NEXT, "")
    try:
        user = account_for(claims)
    except NotAllowed as error:
        logger.warning("Sign-in through the other service: no access")
        messages.error(request, str(error))
        return redirect("wagtailadmin_login")
    login(request, user, backend=BACKEND)
    request.session.set_expiry(0)
    if answers_for_second_step(claims):
        session.complete_elsewhere(request)
    user.otp_device, user.is_verified = None, lambda: False
    if not _is_ours(request, next_address):
        next_address = ""
    if session.needs_second_step(request, user):
        return to_second_step(user, next_address)
    return redirect(next_address or "wagtailadmin_home")


def answers_for_second_step(claims: dict[str, Any]) -> bool:
    """Whether the service has asked for a second step, as far as OIDC_SECOND_FACTOR trusts it."""
    if settings.OIDC_SECOND_FACTOR == TRUSTED:
        return True
    methods = claims.get("amr") or []
    is_strong = isinstance(methods, list) and not STRONG.isdisjoint(map(str, methods))
    return settings.OIDC_SECOND_FACTOR == AMR and is_strong


def _address_back() -> str:
    # Of the setting, not of the Host header: the service knows this one.
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("accounts_oidc_back")


def _is_ours(request: HttpRequest, address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def _failed(request: HttpRequest, error: Refused) -> HttpResponse:
    logger.warning("Sign-in through the other service failed: %s", error)
    messages.error(
        request,
        _("Signing in with %(service)s did not work. Please try again.")
        % {"service": settings.OIDC_NAME},
    )
    return redirect("wagtailadmin_login")


def _require_configured() -> None:
    if not is_configured():
        raise Http404
