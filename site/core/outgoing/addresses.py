"""Where the site may send requests: to the Internet, and not into the network that it runs in.

Somebody who may enter an address could otherwise make the server ask its own neighbours, which
trust it (server-side request forgery). Names are resolved here, every address behind a name is
checked, and the request then goes to the very address that was checked: a name that means
something else a moment later (DNS rebinding) leads nowhere.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PORTS = {"https": 443, "http": 80}
# Below are the ports of other services, which a request could be made to speak to.
FIRST_FREE_PORT = 1024
# RFC 4291, 2.5.5.1: what some systems still take for the IPv4 address at their end.
COMPATIBLE = IPv6Network("::/96")
# RFC 6052: IPv4 addresses, as a gateway between the two worlds understands them.
TRANSLATED = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


class AddressRefusedError(Exception):
    """The address is not one to which a request may go."""


class UnknownHostError(Exception):
    """Nobody knows the name of the host."""


@dataclass(frozen=True)
class Rules:
    """What is allowed: these schemes, and private addresses or not."""

    schemes: tuple[str, ...]
    allow_private: bool


@dataclass(frozen=True)
class Target:
    """Where a request goes: `path` with its query; `addresses` are all allowed."""

    is_secure: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...] = ()


def parse(url: str, rules: Rules) -> Target:
    """The parts of an address, before its name is resolved.

    Raises `AddressRefusedError` for what is no plain web address, or against the rules.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        path.encode("ascii")
    except ValueError:  # also what is no host name (UnicodeError)
        raise AddressRefusedError("malformed") from None
    if parts.scheme not in rules.schemes:
        raise AddressRefusedError(f"not {' or '.join(rules.schemes)}")
    if not host or "@" in parts.netloc or not url.isprintable() or " " in url:
        raise AddressRefusedError("malformed")
    target = Target(
        is_secure=parts.scheme == "https",
        host=host,
        port=port or PORTS[parts.scheme],
        path=path,
    )
    if port and port not in PORTS.values() and port < FIRST_FREE_PORT and not rules.allow_private:
        raise AddressRefusedError(f"{port} is no port of websites")
    literal = _literal(host)
    if literal is None and "." not in host and not rules.allow_private:
        raise AddressRefusedError(f"{host} is a name of the own network")
    if literal and not is_allowed(literal, rules):
        raise AddressRefusedError(f"{literal} is private")
    return target


def resolve(url: str, rules: Rules) -> Target:
    """The parts of an address with the IP addresses behind its name; see `parse`.

    Raises `AddressRefusedError` if one of them is private, `UnknownHostError` if there is none.
    """
    target = parse(url, rules)
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHostError(str(error)) from error
    addresses = tuple(dict.fromkeys(info[4][0] for info in found))
    for address in addresses:
        literal = _literal(address)
        if literal is None or not is_allowed(literal, rules):
            raise AddressRefusedError(f"{address} is private")
    return Target(target.is_secure, target.host, target.port, target.path, addresses)


def is_allowed(address: Address, rules: Rules) -> bool:
    """Whether requests may go to an IP address: it is public, or private ones are allowed.

    Private is what the IANA registries of special addresses do not call globally reachable
    (loopback, RFC 1918, link-local, RFC 4193 …), also inside an IPv6 address.
    """
    if rules.allow_private:
        return True
    inner = _inner(address)
    is_public = address.is_global and not address.is_multicast
    return is_public and (inner is None or is_allowed(inner, rules))


def _inner(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in TRANSLATED or address in COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
