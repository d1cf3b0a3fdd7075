"""One request to a receiver: signed, bounded in time, to an address that was checked."""

import http.client
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

from core.outgoing.addresses import AddressRefusedError, Target, UnknownHostError, resolve
from core.outgoing.connection import PinnedConnection

from .rules import rules

# Seconds: of each step, and of the whole, whatever the receiver does in between.
STEP_TIMEOUT = 10
WHOLE_TIMEOUT = 15
EXCERPT_LENGTH = 500


class Problem(models.TextChoices):
    """Why there is no answer."""

    REFUSED = "refused", _("The address is private or not https, and therefore refused.")
    UNKNOWN_HOST = "unknown-host", _("The name of the host is unknown.")
    CERTIFICATE = "certificate", _("The certificate is not valid.")
    TIMEOUT = "timeout", _("There was no answer in time.")
    CONNECTION = "connection", _("The connection failed.")


@dataclass(frozen=True)
class Answer:
    """What came of a request: a status with the beginning of the answer, or a problem.

    `detail` is what the system says about the problem; `seconds` how long it took.
    """

    status: int | None = None
    excerpt: str = ""
    problem: str = ""
    detail: str = ""
    seconds: float = 0

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send(url: str, secret: str, message_id: str, body: str, at: datetime) -> Answer:
    """POST a message, signed for this moment (UTC). Redirects are not followed."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"{settings.WAGTAIL_SITE_NAME} webhooks",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body),
    }
    began = time.monotonic()
    try:
        status, excerpt = _post(resolve(url, rules()), body.encode(), headers)
        outcome: dict[str, Any] = {"status": status, "excerpt": excerpt}
    except AddressRefusedError as error:
        outcome = {"problem": Problem.REFUSED, "detail": str(error)}
    except UnknownHostError as error:
        outcome = {"problem": Problem.UNKNOWN_HOST, "detail": str(error)}
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = time.monotonic() - began >= WHOLE_TIMEOUT
        outcome = {"problem": _problem(error, is_late), "detail": _readable(repr(error))}
    return Answer(**outcome, seconds=round(time.monotonic() - began, 2))


def _problem(error: Exception, is_late: bool) -> Problem:
    if is_late or isinstance(error, TimeoutError):
        return Problem.TIMEOUT
    if isinstance(error, ssl.SSLCertVerificationError):
        return Problem.CERTIFICATE
    return Problem.CONNECTION


def _post(target: Target, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    with PinnedConnection(target, step=STEP_TIMEOUT, whole=WHOLE_TIMEOUT) as connection:
        connection.request("POST", target.path, body=body, headers=headers)
        response = connection.getresponse()
        beginning = response.read(EXCERPT_LENGTH * 4)
        if connection.was_cut:  # what came so far looks like a whole answer
            raise TimeoutError
        return response.status, _readable(beginning.decode(errors="replace"))


def _readable(text: str) -> str:
    """A text from elsewhere as one short line; databases refuse some control characters."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(shown.split())[:EXCERPT_LENGTH]
