"""A small OpenID Connect provider on this machine, which lies in every way that a test asks for."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "website", "shared-secret"


@cache
def _key() -> RSAKey:
    """Made once: it takes longer than a test."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


class Provider:
    """What it answers with; a test changes `claims`, `without`, `header`, `key` or `userinfo`."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = self.published = _key()
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}  # by code: what the website asked with
        self.refusals: list[str] = []

    def authorise(self, address: str) -> str:
        """What a browser is led back with after its owner has signed in here: the query."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return f"code={code}&state={asked['state']}"

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorise",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.published.as_dict(private=False)]}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """A token for a code, if whoever brings it is who asked for it (PKCE)."""
        asked = self.asked.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked.get("code_challenge") != challenge:
            self.refusals.append("code or verifier")
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "ada@example.org",
            "email_verified": True,
            "groups": [],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return {
            "access_token": "access",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._signed(claims),
        }

    def _signed(self, claims: dict[str, Any]) -> str:
        algorithm = self.header["alg"]
        if algorithm == "none":
            head, body = (_part(json.dumps(part).encode()) for part in (self.header, claims))
            return f"{head}.{body}."
        key = OctKey.import_key(CLIENT_SECRET) if algorithm == "HS256" else self.key
        return jwt.encode(self.header, claims, key, algorithms=[algorithm])


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@contextmanager
def providing() -> Iterator[Provider]:
    """Inside, a provider answers on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        answers = {
            "/.well-known/openid-configuration": self.server.provider.described,
            "/keys": self.server.provider.keys,
            "/userinfo": lambda: self.server.provider.userinfo,
        }
        answer = answers.get(self.path)
        self._say(200 if answer else 404, answer() if answer else {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {key: values[0] for key, values in parse_qs(body).items()}
        token = self.server.provider.token(form)
        self._say(200 if token else 400, token or {"error": "invalid_grant"})

    def _say(self, status: int, data: Any) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass
