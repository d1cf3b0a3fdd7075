"""Addresses of visitors: read from text, and made coarser where the whole one is nobody's business.

The visitor's address is `request.META["REMOTE_ADDR"]` everywhere: whether it is the connection's or
what a trusted proxy says is decided once, before everything else (`operations.requests.proxies`).
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# What the German data protection authorities ask of logs: the last octet of IPv4 goes, and of IPv6
# only what a provider gives to a region stays.
SHORTENED = {4: 24, 6: 48}
# A line at home has a whole /64 of IPv6: whoever counts single addresses counts nothing.
CUSTOMER = {4: 32, 6: 64}


def parse_address(text: str) -> Address | None:
    """The address that a text is, None for anything else.

    IPv4 written as IPv6 ("::ffff:192.0.2.1") is the IPv4 address; a zone ("fe80::1%eth0") goes.
    """
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def shortened(text: str) -> str:
    """An address for logs: "192.0.2.0" for /24, "2001:db8:1::" for /48; "" for no address."""
    return _first_of(text, SHORTENED)


def customer(text: str) -> str:
    """What limits count by: the IPv4 address, or the first of an IPv6 /64; "" for no address."""
    return _first_of(text, CUSTOMER)


def _first_of(text: str, prefixes: dict[int, int]) -> str:
    address = parse_address(text)
    if address is None:
        return ""
    network = ip_network((address, prefixes[address.version]), strict=False)
    return str(network.network_address)
