"""Behind a proxy: who the visitor is, and whether they came by HTTPS.

Anybody can send `X-Forwarded-For`. What it says counts only on connections from the addresses in
`TRUSTED_PROXIES`; from everybody else such headers are taken away. Afterwards
`request.META["REMOTE_ADDR"]` is the visitor and `request.is_secure()` is right, so that limits,
sign-in and logs cannot disagree.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from core.addresses import Address, parse_address, shortened
from core.middleware import GetResponse

UNIX = "unix"  # in TRUSTED_PROXIES: whoever can open the server's Unix socket

FOR = "HTTP_X_FORWARDED_FOR"
PROTO = "HTTP_X_FORWARDED_PROTO"
REQUEST_ID = "HTTP_X_REQUEST_ID"
# Other ways to say the same. Nothing here reads them, and nothing that is added later shall.
OTHERS = frozenset(
    {
        "HTTP_FORWARDED",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PORT",
        "HTTP_X_FORWARDED_PROTOCOL",
        "HTTP_X_FORWARDED_SERVER",
        "HTTP_X_FORWARDED_SSL",
        "HTTP_X_REAL_IP",
        "HTTP_CLIENT_IP",
        "HTTP_TRUE_CLIENT_IP",
    }
)
SCHEME = "wsgi.url_scheme"
SCHEMES = ("http", "https")
MOST_HOPS = 20  # longer chains are made up

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TrustedProxies:
    """Networks whose word is believed, and whether that of a Unix socket is."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    is_unix_trusted: bool = False

    def __contains__(self, address: Address) -> bool:
        return any(address in network for network in self.networks)

    def has_sent(self, remote: str) -> bool:
        """Whether a connection from `remote` (REMOTE_ADDR; "" on a Unix socket) is a proxy's."""
        address = parse_address(remote)
        if address is None:
            return self.is_unix_trusted and not remote
        return address in self


@cache
def read_trusted(entries: tuple[str, ...]) -> TrustedProxies:
    """The proxies that a setting names: addresses, networks ("10.0.0.0/8") or "unix".

    Raises `ImproperlyConfigured` for anything else, and for a network that is the whole Internet.
    """
    names = [entry.strip() for entry in entries if entry.strip()]
    return TrustedProxies(
        tuple(_network(name) for name in names if name != UNIX), is_unix_trusted=UNIX in names
    )


def _network(name: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(name)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES holds {name!r}: {error}. It takes addresses, networks as 10.0.0.0/8, "
            f"and {UNIX!r}, with commas between them."
        ) from None
    if not network.prefixlen:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES holds {name!r}, which is everybody: anybody could claim any address."
        )
    return network


def trusted() -> TrustedProxies:
    """Whom the settings trust."""
    return read_trusted(tuple(settings.TRUSTED_PROXIES))


_SETTLED = "site.proxies_settled"
_warned: set[str] = set()


def settle(meta: dict[str, Any]) -> None:
    """Make a request's variables (WSGI's environ, `request.META`) say whose request it is.

    Once for each: afterwards the proxy can no longer be told from the visitor.
    """
    if _SETTLED in meta:
        return
    meta[_SETTLED] = True
    proxies = trusted()
    remote = meta.get("REMOTE_ADDR", "")
    chain, scheme = meta.pop(FOR, ""), meta.pop(PROTO, "").strip().lower()
    if not OTHERS.isdisjoint(meta):
        for name in OTHERS:
            meta.pop(name, None)
    if _is_proxy(proxies, remote):
        meta["REMOTE_ADDR"] = visitor(remote, chain, proxies)
        if scheme in SCHEMES:
            meta[SCHEME] = scheme
    else:
        meta["REMOTE_ADDR"] = _written_plainly(remote)
        meta.pop(REQUEST_ID, None)
        if chain:
            _warn(remote)


@lru_cache(maxsize=512)
def _is_proxy(proxies: TrustedProxies, remote: str) -> bool:
    return proxies.has_sent(remote)


@lru_cache(maxsize=512)
def _written_plainly(remote: str) -> str:
    return str(parse_address(remote) or remote)


def _warn(remote: str) -> None:
    """Say it once if the sender may well be a proxy that the settings forgot."""
    address = parse_address(remote)
    if _warned or (address and not address.is_private):
        return
    _warned.add(remote)
    logger.warning(
        "X-Forwarded-For came from %s, which TRUSTED_PROXIES does not name, and was ignored",
        shortened(remote) or "a Unix socket",
    )


def forget_warnings() -> None:
    """Mention forgotten proxies again."""
    _warned.clear()


class TrustedProxyMiddleware:
    """Stands first: what comes after it need not know of proxies."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        trusted()  # a mistake in the settings is said at the start and not to visitors

    def __call__(self, request: HttpRequest) -> HttpResponse:
        settle(request.META)
        return self.get_response(request)


def visitor(remote: str, chain: str, proxies: TrustedProxies) -> str:
    """The right-most address of an X-Forwarded-For that is not one of our proxies.

    Each proxy adds on the right whom it heard it from. What stands left of the first address that
    is no proxy of ours may be invented. If something there is no address, the last proxy that can
    be read is all that is known.
    """
    known = str(parse_address(remote) or remote)
    for hop in reversed(_hops(chain)):
        address = _hop(hop)
        if address is None:
            break
        known = str(address)
        if address not in proxies:
            break
    return known


def _hops(chain: str) -> Sequence[str]:
    return [hop for hop in chain.rsplit(",", MOST_HOPS)[-MOST_HOPS:] if hop.strip()]


def _hop(text: str) -> Address | None:
    """An address as proxies write it: with a port ("192.0.2.1:443"), in brackets ("[::1]:443")."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text, __, port = text[1:].partition("]")
        if port and not port.removeprefix(":").isdecimal():
            return None
    elif text.count(":") == 1:
        text, __, port = text.partition(":")
        if not port.isdecimal():
            return None
    return parse_address(text)
