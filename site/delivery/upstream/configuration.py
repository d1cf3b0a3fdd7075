"""What the environment says about caches in front of the site, as Django's settings.

No import of Django's models: settings read it.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

_HERE = "delivery.upstream.backends"
#: kind: class, the header in which it wants its keys ("" if it has none), and what else it needs
KINDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "http": (f"{_HERE}.HTTPCache", "", ("URL",)),
    "varnish": (f"{_HERE}.Varnish", "xkey", ("URL",)),
    "fastly": (f"{_HERE}.Fastly", "Surrogate-Key", ("ID", "TOKEN")),
    "cloudflare": (f"{_HERE}.Cloudflare", "Cache-Tag", ("ID", "TOKEN")),
    "cloudfront": (f"{_HERE}.CloudFront", "", ("ID",)),
}


def caches(kind: str, urls: Sequence[str], identifier: str, token: str) -> dict[str, Any]:
    """WAGTAILFRONTENDCACHE: one entry for each cache server; empty without a known kind."""
    if kind not in KINDS:
        return {}
    backend = {"BACKEND": KINDS[kind][0]}
    if "URL" in KINDS[kind][2]:
        return {
            f"server {number}": {**backend, "LOCATION": url}
            for number, url in enumerate(urls, start=1)
        }
    if kind == "cloudflare":
        return {kind: {**backend, "ZONEID": identifier, "BEARER_TOKEN": token}}
    if kind == "cloudfront":
        return {kind: {**backend, "DISTRIBUTION_ID": identifier}}
    return {kind: {**backend, "SERVICE": identifier, "TOKEN": token}}


def key_header(kind: str, named: str) -> str:
    """The header of the keys: as named, or the one that the kind of cache reads."""
    return named or (KINDS[kind][1] if kind in KINDS else "")


def faults(kind: str, urls: Sequence[str], identifier: str, token: str) -> Iterator[str]:
    """What is wrong with the variables, in sentences that begin with the variable's name."""
    if not kind:
        return
    if kind not in KINDS:
        yield f"FRONTEND_CACHE_BACKEND must be one of {', '.join(KINDS)}."
        return
    given = {"URL": urls, "ID": identifier, "TOKEN": token}
    for name in KINDS[kind][2]:
        if not given[name]:
            yield f"FRONTEND_CACHE_{name} is not set, which {kind} needs."
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            yield "FRONTEND_CACHE_URL must hold addresses as http://10.0.0.7:6081."
            return
