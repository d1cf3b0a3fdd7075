"""Who a visitor is, behind proxies and before people who pretend to be one."""

import runpy
from typing import Any

import pytest
from django.conf import settings as all_settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from gunicorn.config import Config
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader
from gunicorn.http.wsgi import create

from operations.requests import proxies

PROXIES = ["10.0.0.5", "10.1.0.0/16", "2001:db8:ff::/48"]
VISITOR = "203.0.113.9"
FORGED = "198.51.100.66"


def seen(remote: str = "10.0.0.5", **headers: str) -> HttpRequest:
    """The request as everything after the middleware sees it."""
    requests: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        requests.append(request)
        return HttpResponse()

    meta = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    request = RequestFactory().get("/de/", REMOTE_ADDR=remote, **meta)
    proxies.TrustedProxyMiddleware(view)(request)
    return requests[0]


@pytest.fixture(autouse=True)
def _proxies(settings) -> None:
    settings.TRUSTED_PROXIES = PROXIES


@pytest.mark.parametrize(
    ("remote", "chain", "address"),
    [
        # from a proxy
        ("10.0.0.5", VISITOR, VISITOR),
        ("10.0.0.5", f" {VISITOR} ", VISITOR),
        ("10.0.0.5", f"{FORGED}, {VISITOR}", VISITOR),
        ("10.0.0.5", f"{VISITOR}, 10.1.2.3", VISITOR),
        ("10.0.0.5", f"{FORGED}, {VISITOR}, 10.1.2.3, 10.1.9.9", VISITOR),
        ("10.0.0.5", f"10.1.2.3, {VISITOR}", VISITOR),
        ("10.0.0.5", f"{VISITOR}:52814", VISITOR),
        ("10.0.0.5", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.5", "[2001:db8::7]", "2001:db8::7"),
        ("10.0.0.5", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.5", '"[2001:db8::7]:443"', "2001:db8::7"),
        ("10.0.0.5", "2001:DB8:0:0::7", "2001:db8::7"),
        ("10.0.0.5", f"::ffff:{VISITOR}", VISITOR),
        ("2001:db8:ff::1", f"{FORGED}, {VISITOR}", VISITOR),
        ("::ffff:10.0.0.5", VISITOR, VISITOR),
        ("10.0.0.5", "2001:db8:ff::9, 10.1.0.1", "2001:db8:ff::9"),
        # junk: what the last proxy that can be read has said of itself is all that is known
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", ", ,", "10.0.0.5"),
        ("10.0.0.5", "unknown", "10.0.0.5"),
        ("10.0.0.5", f"{VISITOR}, unknown", "10.0.0.5"),
        ("10.0.0.5", f"{VISITOR}, <script>, 10.1.2.3", "10.1.2.3"),
        ("10.0.0.5", f"{VISITOR}:port", "10.0.0.5"),
        ("10.0.0.5", "[2001:db8::7]x", "10.0.0.5"),
        ("10.0.0.5", "[2001:db8::7", "2001:db8::7"),
        ("10.0.0.5", "1.2.3.4.5", "10.0.0.5"),
        ("10.0.0.5", "0x7f.1", "10.0.0.5"),
        ("10.0.0.5", VISITOR + ", 10.1.2.3" * 25, "10.1.2.3"),
        # from anybody else
        (VISITOR, FORGED, VISITOR),
        (VISITOR, "10.0.0.5", VISITOR),
        ("2001:db8::7", FORGED, "2001:db8::7"),
        (f"::ffff:{VISITOR}", FORGED, VISITOR),
        ("10.0.0.6", FORGED, "10.0.0.6"),
        ("127.0.0.1", FORGED, "127.0.0.1"),
        ("", FORGED, ""),
        ("@", FORGED, "@"),
    ],
)
def test_the_visitor_is_the_right_most_hop_that_is_no_proxy(
    remote: str, chain: str, address: str
) -> None:
    request = seen(remote, x_forwarded_for=chain)

    assert request.META["REMOTE_ADDR"] == address
    assert "X-Forwarded-For" not in request.headers


@pytest.mark.parametrize(
    ("remote", "sent", "is_secure"),
    [
        ("10.0.0.5", "https", True),
        ("10.0.0.5", " HTTPS", True),
        ("10.0.0.5", "http", False),
        ("10.0.0.5", "", False),
        ("10.0.0.5", "https, http", False),
        ("10.0.0.5", "javascript", False),
        (VISITOR, "https", False),
        ("127.0.0.1", "https", False),
        ("", "https", False),
    ],
)
def test_https_is_what_a_proxy_says(remote: str, sent: str, is_secure: bool) -> None:
    request = seen(remote, x_forwarded_proto=sent)

    assert request.is_secure() is is_secure
    assert "X-Forwarded-Proto" not in request.headers


@pytest.mark.parametrize("remote", ["10.0.0.5", VISITOR])
def test_other_headers_of_proxies_reach_nobody(remote: str) -> None:
    request = seen(
        remote,
        forwarded=f"for={FORGED};proto=https",
        x_real_ip=FORGED,
        true_client_ip=FORGED,
        x_forwarded_host="evil.example",
        x_forwarded_ssl="on",
        x_forwarded_protocol="ssl",
        x_forwarded_port="1",
    )

    assert not [name for name in request.headers if "orwarded" in name or "Ip" in name]
    assert FORGED not in str(request.META)
    assert request.get_host() == "testserver"
    assert not request.is_secure()


def test_a_request_id_is_taken_over_from_proxies_only() -> None:
    assert seen("10.0.0.5", x_request_id="a1").headers["X-Request-ID"] == "a1"
    assert "X-Request-ID" not in seen(VISITOR, x_request_id="a1").headers


def test_a_unix_socket_is_trusted_if_it_is_named(settings) -> None:
    settings.TRUSTED_PROXIES = ["unix"]

    request = seen("", x_forwarded_for=f"{FORGED}, {VISITOR}", x_forwarded_proto="https")

    assert request.META["REMOTE_ADDR"] == VISITOR
    assert request.is_secure()
    assert seen("10.0.0.5", x_forwarded_for=FORGED).META["REMOTE_ADDR"] == "10.0.0.5"


def test_nobody_is_trusted_by_default(settings) -> None:
    settings.TRUSTED_PROXIES = []

    for remote in ("127.0.0.1", "::1", "", "10.0.0.5"):
        request = seen(remote, x_forwarded_for=FORGED, x_forwarded_proto="https")
        assert request.META["REMOTE_ADDR"] == remote
        assert not request.is_secure()


@pytest.mark.parametrize(
    "entry", ["example.org", "10.0.0.0/33", "10.0.0.1/8", "*", "0.0.0.0/0", "::/0", "10.0.0.1:80"]
)
def test_a_setting_that_makes_no_sense_is_refused_and_named(settings, entry: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.5", entry]

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        proxies.TrustedProxyMiddleware(lambda request: HttpResponse())
    assert "operations.E001" in {message.id for message in run_checks(tags=["security"])}


def test_empty_entries_do_not_matter(settings) -> None:
    settings.TRUSTED_PROXIES = ["", " 10.0.0.5 "]

    assert seen("10.0.0.5", x_forwarded_for=VISITOR).META["REMOTE_ADDR"] == VISITOR


@pytest.mark.parametrize(
    ("is_behind", "named", "warns"),
    [(True, [], True), (True, ["unix"], False), (False, [], False)],
)
def test_check_deploy_warns_of_a_proxy_that_nobody_named(
    settings, is_behind: bool, named: list[str], warns: bool
) -> None:
    settings.BEHIND_PROXY, settings.TRUSTED_PROXIES = is_behind, named

    found = {
        message.id for message in run_checks(tags=["security"], include_deployment_checks=True)
    }

    assert ("operations.W001" in found) is warns


def test_a_forgotten_proxy_is_mentioned_once_and_shortened(settings, caplog) -> None:
    proxies.forget_warnings()
    middleware = proxies.TrustedProxyMiddleware(lambda request: HttpResponse())
    for remote in ("8.8.8.8", "10.9.9.9", "10.9.9.8"):
        request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=FORGED)
        middleware(request)

    (record,) = caplog.records
    assert "10.9.9.0" in record.getMessage()
    assert FORGED not in caplog.text


@pytest.mark.django_db
def test_the_whole_site_sees_the_visitor(client, settings) -> None:
    """Through all middleware: what came by HTTPS is not redirected there."""
    settings.SECURE_SSL_REDIRECT = True

    def status(**meta: str) -> int:
        return client.get("/robots.txt", **meta).status_code

    assert status(REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_PROTO="https") == 200
    assert status(REMOTE_ADDR=VISITOR, HTTP_X_FORWARDED_PROTO="https") == 301


@pytest.mark.parametrize("peer", [("127.0.0.1", 5000), ("203.0.113.9", 5000), ""])
def test_the_application_server_leaves_the_decision_to_the_settings(peer: Any) -> None:
    """gunicorn itself would believe neighbours on the machine, and whoever opens a Unix socket."""
    config = Config()
    for name, value in runpy.run_path(
        str(all_settings.BASE_DIR / "site/config/gunicorn.py")
    ).items():
        if name in config.settings:
            config.set(name, value)
    sent = (
        b"GET /de/ HTTP/1.1\r\nHost: www.example.org\r\nX-Forwarded-Proto: https\r\n"
        b"X-Forwarded-Ssl: on\r\nScript-Name: /evil\r\nX_Forwarded_For: 10.0.0.5\r\n"
        b"X-Forwarded-For: 198.51.100.66\r\n\r\n"
    )
    request = Request(config, IterUnreader([sent]), peer)

    __, environ = create(request, None, peer, ("127.0.0.1", 8000), config)

    assert environ["wsgi.url_scheme"] == "http"
    assert environ["SCRIPT_NAME"] == ""
    assert environ["REMOTE_ADDR"] == (peer[0] if peer else "")
    assert environ["HTTP_X_FORWARDED_FOR"] == "198.51.100.66"
