"""Somebody who signs in through the pages, as a browser does."""

import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP

from operations.accounts.models import AuthenticatorApp
from tests.people import person

PASSWORD = "password"
LOGIN, CODE, SET_UP, RECOVERY = (
    f"/admin/login/{part}" for part in ("", "code/", "set-up/", "recovery-code/")
)
KEY = "3132333435363738393031323334353637383930"  # of RFC 6238's own examples


def with_app(role: str = "administrator", **values: Any) -> Any:
    """Somebody who has set the second step up, with the secret KEY."""
    user = person(role, **values)
    AuthenticatorApp.objects.create(user=user, name="app", key=KEY)
    return user


def code_now(key: str = KEY, *, later: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + later * 30
    return f"{totp.token():06d}"


def wrong_code(key: str = KEY) -> str:
    """Six digits that are not right within five minutes."""
    right = {code_now(key, later=step) for step in range(-10, 11)}
    return next(code for code in (f"{n:06d}" for n in range(100)) if code not in right)


def give_password(user: Any, client: Client | None = None, **extra: Any) -> Any:
    """The answer to the sign-in form; `.client` is the browser."""
    client = client or Client(**extra)
    return client.post(
        LOGIN, {"username": user.get_username(), "password": PASSWORD, "next": "/admin/"}
    )


def half_way(user: Any) -> Client:
    """A browser in which somebody has given the password and nothing else."""
    return give_password(user).client


def all_the_way(user: Any) -> Client:
    """A browser in which somebody with an app has signed in."""
    client = half_way(user)
    assert client.post(CODE, {"code": code_now()}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200
