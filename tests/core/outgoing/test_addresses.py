"""Where requests may go: never into the network of the site, by whatever name."""

import socket

import pytest

from core.outgoing import addresses
from core.outgoing.addresses import AddressRefusedError, Rules, UnknownHostError, parse, resolve
from core.outgoing.connection import PinnedConnection
from tests.editing.other_website import running

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
    "::7f00:1",
]
RULES = Rules(("https",), allow_private=False)
PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


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
        parse(literal(address), RULES)


@pytest.mark.parametrize("address", PRIVATE)
def test_names_of_private_addresses_are_refused(address: str, names) -> None:
    names["intern.example.org"] = ["93.184.216.34", address]

    with pytest.raises(AddressRefusedError):
        resolve("https://intern.example.org/", RULES)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "127.0.0.1."]
)
def test_other_ways_to_write_this_machine_are_refused(host: str) -> None:
    with pytest.raises((AddressRefusedError, UnknownHostError)):
        resolve(f"https://{host}/", RULES)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_taken(address: str, names) -> None:
    assert parse(literal(address), RULES).port == 443
    names["example.org"] = [address]
    assert resolve("https://example.org/a?b=c", RULES).addresses == (address,)


def test_a_target_has_the_parts_that_a_request_needs(names) -> None:
    names["xn--bcher-kva.example"] = ["93.184.216.34"]

    target = resolve("https://bücher.example:8443/hook?key=1", RULES)

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
        "https://example.org:25/",
        "https://example.org:22/",
        "javascript://example.org/%0aalert(1)",
        "example.org",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError):
        parse(url, RULES)


def test_a_name_that_nobody_knows_is_told_apart(names) -> None:
    with pytest.raises(UnknownHostError):
        resolve("https://nobody.example.org/", RULES)


def test_rules_may_allow_the_own_network() -> None:
    target = resolve("http://127.0.0.1:8080/hook", Rules(("http",), allow_private=True))

    assert (target.is_secure, target.port, target.addresses) == (False, 8080, ("127.0.0.1",))


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch) -> None:
    """A name that means something else a moment later (DNS rebinding) leads nowhere else."""
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        assert host != "rebound.example.org" or len(asked) == 1, "the name was asked for again"
        ip = "127.0.0.1" if host == "rebound.example.org" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    with running() as website:
        port = int(website.address.rpartition(":")[2])
        monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)
        rules = Rules(("http",), allow_private=True)
        target = resolve(f"http://rebound.example.org:{port}/status/204", rules)
        with PinnedConnection(target, step=5, whole=5) as connection:
            connection.request("GET", target.path)
            assert connection.getresponse().status == 204
    assert website.requests == [("GET", "/status/204")]
