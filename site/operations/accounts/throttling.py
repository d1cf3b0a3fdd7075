"""How often somebody may try: per account and address, per address, and per account.

Wrong passwords and wrong codes count alike. django-axes notices them and keeps the count; by itself
it has one limit for everything, and counts by what browsers say of themselves.
"""

import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.signals import user_login_failed
from django.db.models import F, Max, Q, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.addresses import customer

logger = logging.getLogger(__name__)

# A failure is forgotten so long after the last one of the same account from the same address.
WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """So many failures, then so many minutes, doubled with each further failure up to `longest`."""

    failures: int
    minutes: int
    longest: int

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next try is let through."""
        if failures < self.failures:
            return timedelta(0)
        doublings = min(failures - self.failures, 16)
        return timedelta(minutes=min(self.minutes * 2**doublings, self.longest))


PAIR = Limit(5, minutes=5, longest=30)  # this account from this address
ADDRESS = Limit(40, minutes=5, longest=30)  # any account: an office shares an address
ACCOUNT = Limit(20, minutes=1, longest=60)  # from anywhere, but not where the owner is known


def username_kept(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What is kept of a name that was typed: a keyed hash. It may be a password by mistake."""
    name = (credentials or {}).get("username") or ""
    return _pseudonym("account", name).hex()


def address_kept(request: HttpRequest) -> str:
    """What is kept of a visitor's address: a keyed hash, written as a private IPv6 address.

    The column takes nothing but addresses. Of IPv6, a customer's whole network counts as one.
    """
    digest = _pseudonym("address", customer(request.META.get("REMOTE_ADDR", "")))
    return str(IPv6Address(b"\xfd" + digest[:15]))


def client_in_log(*args: Any) -> str:
    """What django-axes writes of a client into the log: no more than that there was one."""
    return "a client"


def _pseudonym(kind: str, text: str) -> bytes:
    return salted_hmac(f"operations.accounts.{kind}", text, algorithm="sha256").digest()


class SignInHandler(AxesDatabaseHandler):
    """Counts failures by account and address, and says until when somebody has to wait."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Count a failure. Axes' own would also keep what was sent, and what the browser says."""
        if request is None:
            return
        self.clean_expired_user_attempts(request, credentials)
        if not request.axes_locked_out:  # what was refused unread makes nobody wait for longer
            self._count(request, credentials)
            if locked_until(request, credentials):
                logger.warning("Sign-in locked for a while after repeated failures")
                request.axes_locked_out = True
        request.axes_credentials = credentials

    def _count(self, request: Any, credentials: dict[str, Any]) -> None:
        attempt, is_new = AccessAttempt.objects.get_or_create(
            username=username_kept(request, credentials),
            ip_address=address_kept(request),
            user_agent="",
            defaults={"failures_since_start": 1},
        )
        if not is_new:
            attempt.failures_since_start = F("failures_since_start") + 1
            attempt.attempt_time = timezone.now()
            attempt.save()

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        super().user_logged_in(sender, request, user, **kwargs)

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """1 if somebody has to wait, else 0: AXES_FAILURE_LIMIT is 1."""
        return int(locked_until(request, credentials) is not None)


def locked_until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
    """When the next try is let through, None if it is now. The same for names that do not exist.

    The owner of an account, at an address where they have signed in before, is not kept out by
    what others try elsewhere.
    """
    now = timezone.now()
    name = get_client_username(request, credentials)
    address = address_kept(request)
    by_name, by_address = Q(username=name), Q(ip_address=address)
    # A column is null where no row matched.
    found = AccessAttempt.objects.filter(
        by_name | by_address, attempt_time__gte=now - WINDOW
    ).aggregate(
        **{
            f"{key}_{what}": function(field, filter=condition)
            for key, condition in (
                ("pair", by_name & by_address),
                ("address", by_address),
                ("account", by_name),
            )
            for what, function, field in (
                ("failures", Sum, "failures_since_start"),
                ("last", Max, "attempt_time"),
            )
        }
    )
    moments = []
    for key, limit in (("pair", PAIR), ("address", ADDRESS), ("account", ACCOUNT)):
        wait = limit.wait(found[f"{key}_failures"] or 0)
        if not wait or (key == "account" and _is_known(credentials, address)):
            continue
        moments.append(found[f"{key}_last"] + wait)
    latest = max(moments, default=None)
    return latest if latest and latest > now else None


def _is_known(credentials: dict[str, Any] | None, address: str) -> bool:
    name = (credentials or {}).get("username") or ""
    return AccessLog.objects.filter(username=name, ip_address=address).exists()


def is_locked(request: HttpRequest, user: Any) -> bool:
    """Whether codes of this user are refused for now; the answer then says until when."""
    credentials = {"username": user.get_username()}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out = True
    request.axes_credentials = credentials
    return True


def note_wrong_code(request: HttpRequest, user: Any) -> None:
    """A wrong code counts as a wrong password does."""
    user_login_failed.send(
        sender=__name__, credentials={"username": user.get_username()}, request=request
    )


def unlock(username: str) -> int:
    """Forget the failures of an account, from wherever. How many rows there were."""
    name = username_kept(HttpRequest(), {"username": username})
    return AccessAttempt.objects.filter(username=name).delete()[0]


def minutes_to_wait(request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Whole minutes until the next try is let through, at least one."""
    until = locked_until(request, credentials) or timezone.now()
    return max(1, math.ceil((until - timezone.now()).total_seconds() / 60))
