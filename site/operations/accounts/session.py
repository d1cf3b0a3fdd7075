"""What a session knows of how its owner signed in, and when it ends."""

import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp import login as remember_device

from .models import AuthenticatorApp
from .texts import SIGNED_OUT

# Keys of the session. Moments are seconds since 1970.
SIGNED_IN_AT = "signed_in_at"
LAST_SEEN_AT = "last_seen_at"
STEP_DUE = "second_step_due"
STEP_DONE_AT = "second_step_done_at"
DONE_ELSEWHERE = "second_step_done_elsewhere"
NEW_KEY = "second_step_new_key"

HALF_WAY = 15 * 60  # seconds that somebody may take between the password and the code
FRESH = 10 * 60  # seconds for which a code also opens what changes the second step itself
STEP = 60  # seconds between two notes of when somebody was last seen: not a write per request
# Requests that a page left open makes by itself.
UNATTENDED = ("/admin/editing-sessions/",)


def has_admin_access(user: Any) -> bool:
    """Whether an account opens more than the public sees of the website's inside."""
    return user.is_superuser or user.is_staff or user.has_perm("wagtailadmin.access_admin")


def app_of(user: Any) -> AuthenticatorApp | None:
    """The app that makes this user's codes, if there is one."""
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Somebody has given their password, or was let in by another sign-in service."""
    for key in (DEVICE_ID_SESSION_KEY, STEP_DONE_AT, DONE_ELSEWHERE, NEW_KEY):
        request.session.pop(key, None)
    request.session[SIGNED_IN_AT] = request.session[LAST_SEEN_AT] = int(time.time())
    request.session[STEP_DUE] = app_of(user) is not None


def complete(request: HttpRequest, user: Any, app: AuthenticatorApp) -> None:
    """Somebody has done the second step: the session becomes theirs, under a new key."""
    request.user = user
    remember_device(request, app)
    request.session.cycle_key()
    rotate_token(request)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session[STEP_DUE] = False
    request.session[STEP_DONE_AT] = int(time.time())
    request.session.pop(NEW_KEY, None)


def complete_elsewhere(request: HttpRequest) -> None:
    """The other sign-in service answers for the second step."""
    request.session[STEP_DUE] = False
    request.session[DONE_ELSEWHERE] = True


def is_fresh(request: HttpRequest, *, seconds: int = FRESH) -> bool:
    """Whether a code was given so lately that it need not be asked for again."""
    return time.time() - request.session.get(STEP_DONE_AT, 0) < seconds


def needs_second_step(request: HttpRequest, user: Any) -> bool:
    """Whether whoever signed in as `user` has only come half the way."""
    if user.is_verified() or request.session.get(DONE_ELSEWHERE):
        return False
    if request.session.get(STEP_DUE):
        return True
    return settings.SECOND_FACTOR_REQUIRED and has_admin_access(user)


def settle(request: HttpRequest, user: Any) -> tuple[Any, Any]:
    """Who makes this request, and who is half-way in; each an anonymous user or None if nobody.

    A session that has gone on for too long, or in which nobody has done anything for long, ends.
    """
    if not user.is_authenticated:
        return user, None
    is_half = needs_second_step(request, user)
    if _has_ended(request, is_half):
        request.user = user  # whom `logout` asks for; this function is on its way to say it
        logout(request)
        if request.path_info.startswith("/admin/"):
            messages.info(request, SIGNED_OUT, fail_silently=True)
        return AnonymousUser(), None
    return (AnonymousUser(), user) if is_half else (user, None)


def _has_ended(request: HttpRequest, is_half: bool) -> bool:
    now = int(time.time())
    session = request.session
    # A session from before these notes were taken begins now.
    since, seen = session.setdefault(SIGNED_IN_AT, now), session.setdefault(LAST_SEEN_AT, now)
    longest = HALF_WAY if is_half else settings.SESSION_MAX_HOURS * 3600
    if now - since > longest or now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return True
    if now - seen > STEP and not request.path_info.startswith(UNATTENDED):
        session[LAST_SEEN_AT] = now
    return False
