"""The proxy: what it hands out itself, and what it tells the site."""

import socket
import ssl
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path

import pytest
import urllib3

from core.files.storage import KEPT
from tests.operations.container.proxied import HOST, Proxy, configuration, running
from tests.production.process import free_port
from tests.services import nginx, require

pytestmark = pytest.mark.nginx


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    require("nginx")
    folder = tmp_path_factory.mktemp("proxy")
    folder.chmod(0o755)
    for name in (
        "images/portrait.width-400.webp",
        "images/page.html",
        "original_images/portrait.jpg",
        "private/portrait.jpg",
        "wagtail_uploads/portrait.jpg",
        "documents/contract.pdf",
    ):
        file = folder / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    # nginx's processes give up root, as in the container; the folders above are root's alone.
    for parent in (folder, *folder.parents[:3]):
        if parent.owner() == "root":
            parent.chmod(0o755)
    with running(folder, [free_port() for _ in range(3)]) as started:
        yield started


@pytest.fixture(autouse=True)
def own_certificate() -> Iterator[None]:
    """The certificate is nobody's, and nothing need be said about that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
        yield


def test_pictures_are_served_and_nothing_else_that_was_uploaded(proxy: Proxy) -> None:
    picture = proxy.get("/media/images/portrait.width-400.webp")
    assert (picture.status_code, picture.text) == (200, "images/portrait.width-400.webp")
    assert picture.headers["Content-Type"] == "image/webp"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    # For how long, and for which hosts, is the site's to say (SECURE_HSTS_SECONDS).
    assert "Strict-Transport-Security" not in picture.headers
    assert picture.headers["Cache-Control"] == KEPT
    known = {"If-None-Match": picture.headers["ETag"]}
    again = proxy.get("/media/images/portrait.width-400.webp", **known)
    assert (again.status_code, again.headers["Cache-Control"]) == (304, KEPT)
    assert proxy.get("/media/original_images/portrait.jpg").status_code == 200
    asked = len(proxy.application.seen)
    for hidden in (
        "/media/images/page.html",  # whatever got in there under another name
        "/media/documents/contract.pdf",
        "/media/images/../documents/contract.pdf",
        "/media/images/..%2fdocuments/contract.pdf",
        "/media/images%2f..%2fdocuments/contract.pdf",
        "/media/wagtail_uploads/portrait.jpg",
        "/media/images/",
        "/media/",
    ):
        answer = proxy.get(hidden)
        assert answer.status_code in (403, 404), hidden
        assert "contract" not in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff", hidden
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox", hidden
    assert len(proxy.application.seen) == asked


def test_pictures_that_are_not_for_everybody_are_the_sites_to_hand_out(proxy: Proxy) -> None:
    for time in ("1", "2"):
        answer = proxy.get("/media/private/portrait.jpg")
        assert (answer.status_code, answer.text) == (200, time)
    assert proxy.application.seen[-1].path == "/media/private/portrait.jpg"


def test_the_site_is_asked_each_time(proxy: Proxy) -> None:
    """What changes is shown to the next visitor, and what is withdrawn to nobody."""
    for path in ("/de/", "/api/v2/pages/", "/admin/pages/", "/health/ready", "/documents/1/a.pdf"):
        assert [proxy.get(path).text for _ in range(3)] == ["1", "2", "3"], path


def test_connections_to_the_site_are_used_again_but_for_forms(proxy: Proxy) -> None:
    for number in range(4):
        proxy.get(f"/de/again/{number}/")
    opened = proxy.application.connections
    for number in range(4):
        proxy.get(f"/de/again/{number}/")
    # Each of nginx's two processes may open one.
    assert proxy.application.connections <= opened + 2
    opened = proxy.application.connections
    for _ in range(4):
        assert proxy.post("/de/kontakt/", b"x").status_code == 200
    assert proxy.application.connections == opened + 4


def test_the_site_hears_of_the_visitor_from_the_proxy_alone(proxy: Proxy) -> None:
    invented = {
        "X_Forwarded_For": "198.51.100.9",
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.test",
        "X_Real_IP": "198.51.100.9",
        "Forwarded": "for=198.51.100.9",
        "X_Request_ID": "invented",
    }
    proxy.get("/de/who/", **invented)
    told = proxy.application.seen[-1].headers
    assert told["Host"] == HOST
    assert told["X-Forwarded-For"] == "127.0.0.1"
    assert told["X-Forwarded-Proto"] == "https"
    assert len(told["X-Request-ID"]) == 32
    assert told.keys().isdisjoint({"X-Forwarded-Host", "X-Real-IP", "Forwarded"})
    assert "198.51.100.9" not in str(told)


def test_only_the_admin_takes_large_bodies(proxy: Proxy) -> None:
    large = bytes(1_100_000)
    for path in ("/admin/images/add/", "/api/v3/images/"):
        assert proxy.post(path, large).status_code == 200, path
        assert proxy.post(path, bytes(27_000_000)).status_code == 413, path
    for path in ("/de/kontakt/", "/documents/1/a.pdf", "/health/", "/django-admin/", "/administer"):
        asked = len(proxy.application.seen)
        assert proxy.post(path, large).status_code == 413, path
        assert len(proxy.application.seen) == asked


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [("post", "/admin/slow/", 6), ("get", "/documents/slow/", 5), ("get", "/de/slow/", 100)],
)
def test_one_address_gets_so_much_at_once(proxy: Proxy, method: str, path: str, most: int) -> None:
    """What waits in the proxy's memory is nobody's alone."""
    extra = 3
    proxy.application.go_on.clear()
    arguments = (b"x",) if method == "post" else ()

    def ask(number: int) -> int:
        return getattr(proxy, method)(f"{path}?{number}", *arguments).status_code

    with ThreadPoolExecutor(most + extra) as pool:
        waiting = [pool.submit(ask, number) for number in range(most + extra)]
        try:
            refused = [future.result() for future in islice(as_completed(waiting), extra)]
            # The others have not been answered, and others are.
            assert refused == [429] * extra
            if most < 100:
                assert proxy.get("/de/beside/").status_code == 200
        finally:
            proxy.application.go_on.set()
        answered = Counter(future.result() for future in waiting)
    assert answered == {200: most, 429: extra}


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    answer = proxy.get_plain("/de/?page=2")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"https://{HOST}/de/?page=2"


def test_old_protocols_are_refused(proxy: Proxy) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(connection)


def test_nginx_finds_no_fault(proxy: Proxy, tmp_path: Path) -> None:
    file = configuration(tmp_path, 8000, [free_port() for _ in range(3)])
    command = [nginx(), "-t", "-p", str(tmp_path), "-c", str(file), "-e", "stderr"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert said.returncode == 0, said.stderr
    # nginx 1.25 has a directive for HTTP/2, which older ones do not know.
    warnings_ = [line for line in said.stderr.splitlines() if "[warn]" in line]
    assert [
        line for line in warnings_ if '"listen ... http2" directive is deprecated' not in line
    ] == []
