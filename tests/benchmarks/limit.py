"""The yardstick "limit": a WSGI application that answers with so many constant bytes.

`/n/12345` is a 200 with 12345 bytes, `/304` a 304 without. Nothing can be served faster by this
server: what the site needs beyond it is the site's own doing. No log, no headers but the needed.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1000)
def _body(size: int) -> bytes:
    return b"x" * size


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """See the module."""
    path: str = environ["PATH_INFO"]
    if path == "/304":
        start_response("304 Not Modified", [("ETag", '"constant"')])
        return []
    body = _body(int(path.rpartition("/")[2])) if path.startswith("/n/") else b"up"
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
