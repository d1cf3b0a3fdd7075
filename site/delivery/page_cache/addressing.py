"""Which requests a kept answer may answer, and which of them are the same."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings

Environ = Mapping[str, Any]

LONGEST_PATH = 1000
LONGEST_QUERY = 2000
# What is public besides the pages below /de/ and /en/.
PREFIXES = ("/api/v2/", "/geo/", "/sitemap", "/robots.txt", "/share/", "/vcard/")


class Address(NamedTuple):
    """What a request asks for, but for its query. `origin`: of a script on another site, if it may
    read the API."""

    scheme: str
    host: str
    origin: str
    path: str


class Reads(NamedTuple):
    """The query parameters that the answer at an address depends on."""

    names: frozenset[str] = frozenset()
    all: bool = False

    def __or__(self, other: "Reads") -> "Reads":  # type: ignore[override]
        return Reads(self.names | other.names, self.all or other.all)


# Nothing is known yet: then each query is another one.
ALL = Reads(all=True)


class Addressing:
    """Reads requests as WSGI has them (PEP 3333). Settings are read once."""

    def __init__(self) -> None:
        languages = tuple(f"/{code}/" for code, __ in settings.LANGUAGES)
        self._prefixes = (*languages, *PREFIXES)
        self._session = settings.SESSION_COOKIE_NAME + "="
        self._origins = (
            frozenset() if settings.CORS_ALLOW_ALL_ORIGINS else settings.CORS_ALLOWED_ORIGINS
        )

    def address_of(self, environ: Environ) -> Address | None:
        """The address, None for what is never answered from what is kept: anything but GET and
        HEAD, who is signed in or brings a token, and hosts with an odd port."""
        path = environ.get("PATH_INFO", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or not path.startswith(self._prefixes)
            or self._session in environ.get("HTTP_COOKIE", "")
            or "HTTP_AUTHORIZATION" in environ
            or len(path) > LONGEST_PATH
            or len(environ.get("QUERY_STRING", "")) > LONGEST_QUERY
        ):
            return None
        host = environ.get("HTTP_HOST", "").lower()
        __, has_port, port = host.rpartition(":")
        if has_port and port != environ.get("SERVER_PORT"):
            return None
        origin = ""
        if "HTTP_ORIGIN" in environ and environ["HTTP_ORIGIN"] in self._origins:
            origin = environ["HTTP_ORIGIN"]
        return Address(environ["wsgi.url_scheme"], host, origin, path)


def query_key(query: str, reads: Reads) -> str | tuple[tuple[str, str], ...]:
    """What is left of a query when all is left out that the answer does not depend on."""
    if not query or not (reads.all or reads.names):
        return ""
    if reads.all:
        return query
    return tuple(pair for pair in parse_qsl(query, True) if pair[0] in reads.names) or ""
