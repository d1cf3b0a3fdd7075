"""Somebody who receives webhooks, and who can be slow."""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Receiver:
    """Answers 204 to every POST. While it `holds`, the next one waits until `go_on`.

    `answered` counts messages by their `webhook-id`; `cut` those that were begun and whose sender
    was gone when they were to be answered.
    """

    def __init__(self) -> None:
        self.holds = False
        self.began = threading.Event()
        self.answered: Counter[str] = Counter()
        self.cut = 0
        self._free = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver._receive(self)

            def log_message(self, *args: object) -> None:
                """Nothing: what came is counted."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"

    def go_on(self) -> None:
        self.began.clear()
        self._free.set()

    def _receive(self, request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["Content-Length"]))
        held, self.holds = self.holds, False
        if held:
            self._free.clear()
            self.began.set()
            self._free.wait(60)
            self.cut += 1  # its sender was killed meanwhile
            request.close_connection = True
            return
        request.send_response(204)
        request.end_headers()
        self.answered[request.headers["webhook-id"]] += 1

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._free.set()
        self._server.shutdown()
        self._server.server_close()
