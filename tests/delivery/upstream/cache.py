"""A cache that is told what to forget: a real HTTP server on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Cache:
    """What it was told, as (method, path, headers, body), and how it answers."""

    address: str = ""
    status: int = 200
    answer: Any = None
    told: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def forgotten(self, header: str = "xkey-purge") -> set[str]:
        """All keys that it was told."""
        return {key for __, __, headers, __ in self.told for key in headers[header].split()}

    def paths(self) -> list[str]:
        return [path for method, path, __, __ in self.told if method == "PURGE"]


@contextmanager
def listening() -> Iterator[Cache]:
    """A cache that listens inside."""
    cache = Cache()

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            cache.told.append((self.command, self.path, dict(self.headers), body))
            answer = json.dumps(cache.answer).encode()
            self.send_response(cache.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PURGE

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    cache.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield cache
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
