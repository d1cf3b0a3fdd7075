"""One request to a receiver: signed, bounded in time, to an address that was checked."""

import http.client
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Timer
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

from .addresses import AddressRefusedError, Target, UnknownHostError, resolve

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
        status, excerpt = _post(resolve(url), body.encode(), headers)
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
    connection = _PinnedConnection(target)
    # A receiver that sends a byte now and then keeps within the time of each step.
    watch = Timer(WHOLE_TIMEOUT, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        response = connection.getresponse()
        beginning = response.read(EXCERPT_LENGTH * 4)
        if connection.was_cut:  # what came so far looks like a whole answer
            raise TimeoutError
        return response.status, _readable(beginning.decode(errors="replace"))
    finally:
        watch.cancel()
        connection.close()


def _readable(text: str) -> str:
    """A text from elsewhere as one short line; databases refuse some control characters."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(shown.split())[:EXCERPT_LENGTH]


class _PinnedConnection(http.client.HTTPConnection):
    """Connects to the addresses that were checked, and asks for the host by its name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=STEP_TIMEOUT)
        self.default_port = 443 if target.is_secure else 80
        self.was_cut = False
        self._addresses = target.addresses
        self._deadline = time.monotonic() + WHOLE_TIMEOUT
        self._context = ssl.create_default_context() if target.is_secure else None

    def connect(self) -> None:
        error: OSError | None = None
        for address in self._addresses:
            left = max(self._deadline - time.monotonic(), 0.1)
            try:
                self.sock = socket.create_connection((address, self.port), min(self.timeout, left))
                self.sock.settimeout(self.timeout)
                break
            except OSError as failed:
                error = failed
        else:
            raise error or OSError("no address")
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection from another thread."""
        self.was_cut = True
        if sock := self.sock:
            with suppress(OSError):  # it has ended by itself
                # Not the method of TLS sockets: that takes the cipher from under the reader.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
