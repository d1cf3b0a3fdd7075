"""Whether a code is right; and what it brings with it to set up, reset or remove a second step."""

import logging
import math
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import log

from core.models.users import password_changed
from operations.schedule.mails import send

from . import tokens
from .models import AuthenticatorApp, RecoveryCode

logger = logging.getLogger(__name__)

SET_UP, REMOVED, RESET, RECOVERED, RENEWED = (
    f"operations.second_step.{action}"
    for action in ("set_up", "removed", "reset", "recovered", "renewed")
)
SUSPICIOUS = 5  # wrong codes after which the owner is told: somebody knows the password


@dataclass(frozen=True)
class Answer:
    """What came of a code. `app` if it was right; `wait` seconds until the next may be tried."""

    app: AuthenticatorApp | None = None
    wait: int = 0


def check_app(user: Any, code: str) -> Answer:
    """Whether the app of this user shows this code now. A code is good once."""
    return _check(user, code, lambda app: app.verify_token(code))


def check_recovery(user: Any, code: str) -> Answer:
    """Whether this is an unused recovery code. Wrong ones count as those of the app do."""

    def verify(app: AuthenticatorApp) -> bool:
        if not RecoveryCode.use(user, code):
            app.throttle_increment()
            return False
        app.throttle_reset()
        return True

    answer = _check(user, code, verify)
    if answer.app:
        left = RecoveryCode.objects.left().filter(user=user).count()
        log(user, RECOVERED, user=user, data={"left": left})
        send([user], "recovery_code_used", {"left": left})
    return answer


def _check(user: Any, code: str, verify: Any) -> Answer:
    # Locked, so that of two requests with the same code one is right.
    with transaction.atomic():
        apps = AuthenticatorApp.objects.select_for_update()
        app = apps.filter(user=user, confirmed=True).first()
        if app is None:
            return Answer()
        if wait := _seconds_to_wait(app):
            return Answer(wait=wait)
        if verify(app):
            return Answer(app=app)
    logger.warning("Wrong sign-in code for user %s", user.pk)
    if app.throttling_failure_count == SUSPICIOUS:
        send([user], "wrong_codes", {"number": SUSPICIOUS})
    return Answer()


def _seconds_to_wait(app: AuthenticatorApp) -> int:
    is_allowed, data = app.verify_is_allowed()
    if is_allowed:
        return 0
    return max(1, math.ceil((data["locked_until"] - timezone.now()).total_seconds()))


def set_up(user: Any, key: str, step: int) -> tuple[AuthenticatorApp, list[str]]:
    """Make the app with this secret (hex) the user's, and new recovery codes, which are returned.

    `step` is the time step of the code that proved it: that code is spent. All other sessions end.
    """
    with transaction.atomic():
        AuthenticatorApp.objects.filter(user=user).delete()
        app = AuthenticatorApp.objects.create(user=user, name="app", key=key, last_t=step)
        codes = RecoveryCode.renew(user)
        user.end_sessions()
        log(user, SET_UP, user=user)
    send([user], "second_step_set_up", {})
    return app, codes


def renew_recovery_codes(user: Any) -> list[str]:
    """New recovery codes for a user who has asked for them; the old ones are void."""
    new = RecoveryCode.renew(user)
    log(user, RENEWED, user=user)
    send([user], "recovery_codes_renewed", {})
    return new


def remove(user: Any, *, by: Any = None) -> bool:
    """Take an account's second step away, sign it out everywhere and tell its owner.

    `by`: who does it, None for the command line. False if there was none.
    """
    with transaction.atomic():
        account = get_user_model().objects.select_for_update().get(pk=user.pk)
        number, _of_each = AuthenticatorApp.objects.filter(user=account).delete()
        RecoveryCode.objects.filter(user=account).delete()
        account.end_sessions()
        tokens.revoke_all(account, by=by)
        if number:
            log(account, REMOVED if by == account else RESET, user=by)
    user.session_stamp = account.session_stamp
    if number:
        logger.warning("Second step of user %s reset by %s", user.pk, getattr(by, "pk", "command"))
        send([account], "second_step_removed", {"is_own": by == account})
    return bool(number)


@receiver(password_changed)
def tell_of_new_password(sender: Any, user: Any, **kwargs: Any) -> None:
    """The owner hears of a new password, whoever has set it."""
    send([user], "password_changed", {})
