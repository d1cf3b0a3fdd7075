"""Asks a WSGI application as a server does, without one."""

import gzip
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from wsgiref.validate import validator

import brotli

Application = Callable[..., Any]


@dataclass(frozen=True)
class Answer:
    """What a server would have sent. Header names in small letters; the last of a name counts."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as a browser shows it."""
        encoding = self.headers.get("content-encoding")
        content = self.content
        if encoding == "br":
            content = brotli.decompress(content)
        elif encoding == "gzip":
            content = gzip.decompress(content)
        return content.decode()


@dataclass
class Visitor:
    """Somebody who asks; `headers` go with each request, names as HTTP has them."""

    application: Application
    headers: dict[str, str]

    def ask(self, method: str, address: str, **headers: str) -> Answer:
        path, __, query = address.partition("?")
        given = {**self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "203.0.113.7",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "HTTP_HOST": "www.example.org",
            **{f"HTTP_{name.upper().replace('-', '_')}": text for name, text in given.items()},
        }
        started: list[Any] = []

        def start_response(status: str, lines: list[tuple[str, str]], error: Any = None) -> Any:
            started[:] = [int(status[:3]), {name.lower(): text for name, text in lines}]
            return lambda data: None

        # Complains of whatever PEP 3333 forbids.
        body = validator(self.application)(environ, start_response)
        try:
            content = b"".join(body)
        finally:
            body.close()
        return Answer(started[0], started[1], content)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, **headers)

    def head(self, address: str, **headers: str) -> Answer:
        return self.ask("HEAD", address, **headers)


def visitor(application: Application, **headers: str) -> Visitor:
    """A browser; `headers` replace those that it sends."""
    usual = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br"}
    return Visitor(application, usual | headers)
