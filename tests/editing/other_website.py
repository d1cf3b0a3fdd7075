"""Another website: a real HTTP server on this machine, which answers as its paths say."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Website:
    """`requests`: the methods and paths that were asked for; `methods`: those it knows."""

    address: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    refuses_head: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


@contextmanager
def running() -> Iterator[Website]:
    """`/status/404` answers so; `/to/...` redirects there; `/loop` to itself; `/slow` never
    answers, `/drip` a byte at a time."""
    website = Website()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            website.requests.append((self.command, self.path))
            if self.command == "HEAD" and website.refuses_head:
                self.close_connection = True
                return
            if self.path == "/slow":
                website.stop.wait(30)
                return
            if self.path == "/drip":
                self.drip()
                return
            status = 200
            if self.path.startswith("/status/"):
                status = int(self.path.partition("?")[0].rsplit("/", 1)[1])
            elif self.path.startswith(("/to/", "/loop")):
                status = 302
            self.send_response(status)
            if self.path == "/loop":
                self.send_header("Location", "/loop")
            elif self.path.startswith("/to/"):
                self.send_header("Location", self.path.removeprefix("/to"))
            self.end_headers()

        def drip(self) -> None:
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not website.stop.wait(0.02):
                    self.wfile.write(b"a")
                    self.wfile.flush()
            except OSError:
                pass  # the other side has had enough
            self.close_connection = True

        do_GET = do_HEAD = answer

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    website.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield website
    finally:
        website.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
