"""The real nginx with the real configuration, on free ports of this machine and in a folder of its
own, before a small application that says what reached it."""

import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from tests.services import nginx

CONFIGURATION = Path(settings.BASE_DIR) / "site" / "operations" / "proxy" / "nginx.conf"
HOST = "www.site.test"


class Seen(NamedTuple):
    path: str
    headers: dict[str, str]


class Application(ThreadingHTTPServer):
    """Answers every request with how often it was asked for it; below /api/v2/ with a lifetime.
    `connections` counts those that were opened."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.seen: list[Seen] = []
        self.counts: Counter[str] = Counter()
        self.connections = 0
        # Answers below /slow/ and to slow POSTs wait for it.
        self.go_on = threading.Event()


class Answers(BaseHTTPRequestHandler):
    server: Application
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.seen.append(Seen(self.path, dict(self.headers)))
        self.server.counts[self.path] += 1
        body = str(self.server.counts[self.path]).encode()
        if "/slow/" in self.path:
            self.server.go_on.wait(timeout=10)
        self.send_response(200)
        if self.path.startswith("/api/v2/"):
            self.send_header("Cache-Control", "public, max-age=0, s-maxage=60")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class Proxy(NamedTuple):
    application: Application
    port: int
    plain_port: int

    def get(self, path: str, **headers: str) -> requests.Response:
        """What a visitor gets over HTTPS; header names with _ for -."""
        return self._ask(f"https://127.0.0.1:{self.port}{path}", headers)

    def get_plain(self, path: str) -> requests.Response:
        return self._ask(f"http://127.0.0.1:{self.plain_port}{path}", {})

    def post(self, path: str, body: bytes) -> requests.Response:
        return self._ask(f"https://127.0.0.1:{self.port}{path}", {}, "POST", body)

    def _ask(
        self, address: str, headers: dict[str, str], method: str = "GET", body: bytes = b""
    ) -> requests.Response:
        return requests.request(
            method,
            address,
            data=body,
            headers={"Host": HOST} | {k.replace("_", "-"): v for k, v in headers.items()},
            verify=False,  # noqa: S501 - a certificate of this test's own
            allow_redirects=False,
            timeout=10,
        )


def configuration(folder: Path, application: int, free: list[int]) -> Path:
    """nginx.conf with ports and folders of this test in the place of the container's."""
    text = CONFIGURATION.read_text()
    here = {
        # Names are asked for again since nginx 1.27.3; Debian's may be older.
        "server web:8000 resolve;": f"server 127.0.0.1:{application};",
        "listen 127.0.0.1:8081": f"listen 127.0.0.1:{free[0]}",
        "listen 8080": f"listen 127.0.0.1:{free[1]}",
        "listen 8443": f"listen 127.0.0.1:{free[2]}",
        "/run/secrets/": f"{folder}/",
        "root /srv;": f"root {folder};",
        "/tmp/": f"{folder}/tmp/",  # noqa: S108 - what stands in the file
    }
    assert [name for name in here if name not in text] == []
    # In one go: what is put in may look like what is sought.
    text = re.sub("|".join(map(re.escape, here)), lambda found: here[found[0]], text)
    (folder / "nginx.conf").write_text(text)
    (folder / "tmp").mkdir()
    _certificate(folder)
    return folder / "nginx.conf"


@contextmanager
def running(folder: Path, free: list[int]) -> Iterator[Proxy]:
    """The proxy before an application, until the end of the block."""
    application = Application()
    threading.Thread(target=application.serve_forever, daemon=True).start()
    file = configuration(folder, application.server_port, free)
    command = [nginx(), "-p", str(folder), "-c", str(file), "-e", "stderr", "-g", "daemon off;"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603 - nginx itself
    proxy = Proxy(application, free[2], free[1])
    try:
        _await(proxy, process, folder / "log")
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=10)
        application.shutdown()
        application.server_close()


def _await(proxy: Proxy, process: subprocess.Popen, log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            proxy.get_plain("/")
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError(f"nginx does not answer: {log.read_text()}")


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "certificate.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
