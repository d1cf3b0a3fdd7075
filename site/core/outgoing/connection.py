"""A connection to another server that is bounded in time, to addresses that were checked."""

import http.client
import socket
import ssl
import time
from contextlib import suppress
from threading import Timer
from types import TracebackType

from .addresses import Target


class PinnedConnection(http.client.HTTPConnection):
    """Connects to the addresses that were checked, and asks for the host by its name.

    `step` and `whole`: seconds for each step, and for all of them, whatever the other side does in
    between: one that sends a byte now and then keeps within the time of each step.
    """

    def __init__(self, target: Target, step: float, whole: float) -> None:
        super().__init__(target.host, target.port, timeout=step)
        self.default_port = 443 if target.is_secure else 80
        self.was_cut = False
        self._addresses = target.addresses
        self._deadline = time.monotonic() + whole
        self._context = ssl.create_default_context() if target.is_secure else None
        self._watch = Timer(whole, self.cut)
        self._watch.daemon = True

    def __enter__(self) -> "PinnedConnection":
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watch.cancel()
        self.close()

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
