"""The yardstick "limit": a WSGI application that answers with constant bytes.

`/as/NAME` answers with the status, the header lines and as many bytes of body as the JSON file NAME
in the folder LIMIT_FOLDER says: those of an answer of the site, so that the same number of bytes
goes over the line. It is read once. Nothing can be served faster by this server: what the site
needs beyond it is the site's own doing. No log, no database, no look at the request.
"""

import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

Answer = tuple[str, list[tuple[str, str]], list[bytes]]


@cache
def _answer(name: str) -> Answer:
    if not name:
        return "200 OK", [("Content-Length", "2")], [b"up"]
    said = json.loads((Path(os.environ["LIMIT_FOLDER"]) / name).read_text())
    body = [b"x" * said["size"]] if said["size"] else []
    return said["status"], [(name, value) for name, value in said["headers"]], body


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """See the module."""
    path: str = environ["PATH_INFO"]
    status, headers, body = _answer(path.removeprefix("/as/") if path.startswith("/as/") else "")
    start_response(status, headers)
    return body
