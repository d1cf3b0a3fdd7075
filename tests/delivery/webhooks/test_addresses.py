"""Where webhooks may go: never into the network of the site, by whatever name."""

import socket

import pytest

from delivery.webhooks import addresses
from delivery.webhooks.addresses import AddressRefusedError, UnknownHostError, parse, resolve

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:192.168.1.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
]
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.fixture(autouse=True)
def private_addresses(settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names stand for, instead of what the Internet says."""
    known: dict[str, list[str]] = {}

    def getaddrinfo(host, port, **kwargs):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6 if ":" in ip else socket.AF_INET, 1, 6, "", (ip, port))
            for ip in known[host]
        ]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
    return known


def literal(address: str) -> str:
    return f"https://[{address}]/" if ":" in address else f"https://{address}/"


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        parse(literal(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_names_of_private_addresses_are_refused(address: str, names) -> None:
    names["intern.example.org"] = ["93.184.216.34", address]

    with pytest.raises(AddressRefusedError):
        resolve("https://intern.example.org/")


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "127.0.0.1."]
)
def test_other_ways_to_write_this_machine_are_refused(host: str) -> None:
    with pytest.raises((AddressRefusedError, UnknownHostError)):
        resolve(f"https://{host}/")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_taken(address: str, names) -> None:
    assert parse(literal(address)).port == 443
    names["example.org"] = [address]
    assert resolve("https://example.org/a?b=c").addresses == (address,)


def test_a_target_has_the_parts_that_a_request_needs(names) -> None:
    names["xn--bcher-kva.example"] = ["93.184.216.34"]

    target = resolve("https://bücher.example:8443/hook?key=1")

    assert (target.is_secure, target.host, target.port, target.path) == (
        True,
        "xn--bcher-kva.example",
        8443,
        "/hook?key=1",
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user:password@example.org/",
        "https://example.org:99999/",
        "https://exam ple.org/",
        "https://example.org/\r\nHost: intern",
        "https://example.org/ä",
        "example.org",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        parse(url)


def test_a_name_that_nobody_knows_is_told_apart(names) -> None:
    with pytest.raises(UnknownHostError):
        resolve("https://nobody.example.org/")


def test_a_setting_allows_the_own_network(settings) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True

    target = resolve("http://127.0.0.1:8080/hook")

    assert (target.is_secure, target.port, target.addresses) == (False, 8080, ("127.0.0.1",))
