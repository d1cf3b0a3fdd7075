"""A receiver of webhooks: a real HTTP server on this machine."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Receiver:
    """What it was sent, and how it answers: with a status and a text, after `behave` if given."""

    address: str = ""
    status: int = 200
    text: str = "thanks"
    headers: dict[str, str] = field(default_factory=dict)
    behave: Callable[[BaseHTTPRequestHandler], None] | None = None
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """The messages, each checked by the library that receivers use."""
        return [Webhook(secret).verify(body, headers) for __, headers, body in self.requests]

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Take the request and never answer."""
        self.stop.wait(30)

    def drip(self, handler: BaseHTTPRequestHandler) -> None:
        """Send a byte now and then, so that no single step takes long."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.stop.is_set():
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.05)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens inside."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append((self.path, dict(self.headers), body))
            if receiver.behave:
                with suppress(OSError):  # the sender has had enough
                    receiver.behave(self)
                self.close_connection = True
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(receiver.text.encode())

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hook?from=site"
    try:
        yield receiver
    finally:
        receiver.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
