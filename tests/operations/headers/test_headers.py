"""Every kind of address, and what its answers tell browsers to refuse."""

import json
import logging

import pytest
from django.test import Client

from .answers import Answer, every_kind

pytestmark = pytest.mark.django_db

PAGE = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "report-uri": "/csp-report",
    "report-to": "csp",
    "upgrade-insecure-requests": "",
}
ADMIN = PAGE | {
    "frame-ancestors": "'self'",
    "frame-src": "'self'",
    "img-src": "'self' data: blob:",
    "style-src": "'self' 'unsafe-inline'",
}
DATA = dict.fromkeys(["default-src", "base-uri", "form-action", "frame-ancestors"], "'none'")
POLICIES = {"page": PAGE, "admin": ADMIN, "data": DATA, "file": DATA | {"sandbox": ""}}
FRAMES = {"admin": "SAMEORIGIN"}
REFERRER = {
    "page": "strict-origin-when-cross-origin",
    "admin": "same-origin",
    "data": "no-referrer",
    "file": "no-referrer",
}
EMBEDDED = {"picture", "static file"}
NEVER_KEPT = {
    "picture, restricted, editor",
    "document, restricted, editor",
    "document, restricted",
    "password of a page",
    "admin",
    "page editor",
    "sign-in",
    "API v3, no token",
    "CSP report",
    "health",
}


def policy_of(answer: Answer) -> dict[str, str]:
    """The directives, a nonce that is right for this answer left out."""
    directives = {}
    for directive in answer.header("Content-Security-Policy").split(";"):
        name, __, value = directive.strip().partition(" ")
        directives[name] = " ".join(v for v in value.split() if not v.startswith("'nonce-"))
    return directives


def wrong(answer: Answer) -> dict[str, object]:
    """Headers that are not as they have to be."""
    expected = {
        "X-Frame-Options": FRAMES.get(answer.zone, "DENY"),
        "Referrer-Policy": REFERRER[answer.zone],
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin"
        if answer.kind in EMBEDDED
        else "same-origin",
        "X-Permitted-Cross-Domain-Policies": "none",
    }
    if answer.kind not in ("redirect to HTTPS", "error 400: host"):
        expected["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    found: dict[str, object] = {
        name: answer.header(name)
        for name, value in expected.items()
        if answer.header(name) != value
    }
    if policy_of(answer) != POLICIES[answer.zone]:
        found["Content-Security-Policy"] = answer.header("Content-Security-Policy")
    if "camera=()" not in answer.header("Permissions-Policy"):
        found["Permissions-Policy"] = answer.header("Permissions-Policy")
    if "Server" in answer.response or "X-Powered-By" in answer.response:
        found["Server"] = "says what it runs on"
    if answer.kind in NEVER_KEPT and not (
        {"no-store", "private"} & set(answer.header("Cache-Control").replace(",", " ").split())
        or "no-cache" in answer.header("Cache-Control")
    ):
        found["Cache-Control"] = answer.header("Cache-Control")
    return found


def test_every_kind_of_answer_has_its_headers_and_its_cookies_are_safe():
    answers = every_kind()
    assert len({answer.kind for answer in answers}) == len(answers)
    assert {answer.kind: w for answer in answers if (w := wrong(answer))} == {}

    for answer in answers:
        for name, cookie in answer.response.cookies.items():
            assert name in ("__Host-session", "__Host-csrf"), (answer.kind, name)
            said = [cookie[key] for key in ("secure", "httponly", "samesite", "path", "domain")]
            assert said == [True, True, "Lax", "/", ""], (answer.kind, name)
    cookies = {answer.kind for answer in answers if answer.response.cookies}
    assert cookies <= {
        *("contact form", "contact form, refused", "password of a page", "error 403: CSRF"),
        *("sign-in", "password reset", "admin", "page editor", "django-admin", "error 429"),
        *("document, restricted", "to the sign-in", "document, restricted, editor"),
    }

    pages = {answer.kind: answer for answer in answers}
    assert pages["document"].header("Content-Disposition").startswith("attachment")
    assert pages["API: CORS"].header("Access-Control-Allow-Origin") == "https://app.example.org"
    for kind in ("start page", "document", "feed", "API: list", "admin"):
        assert not pages[kind].header("Access-Control-Allow-Origin"), kind
    # Each inline script of the admin has the nonce of its answer, and no other is let through.
    editor = pages["page editor"]
    nonces = set(_between(editor.response.content.decode(), 'nonce="', '"'))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in editor.header("Content-Security-Policy")


def _between(text: str, start: str, end: str) -> list[str]:
    return [part.partition(end)[0] for part in text.split(start)[1:]]


def report(body: object, kind: str = "application/csp-report", **more):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post("/csp-report", data, content_type=kind, **more)


def test_reports_are_logged_without_addresses_names_or_tokens(caplog):
    old = {
        "csp-report": {
            "document-uri": "https://www.example.org/admin/password_reset/confirm/MQ/geheim-1/",
            "violated-directive": "script-src-elem 'self'",
            "blocked-uri": "https://user:geheim-2@evil.example/geheim-3.js?q=geheim-4",
            "script-sample": "geheim-5",
        }
    }
    new = [
        {
            "type": "csp-violation",
            "user_agent": "geheim-6",
            "body": {
                "documentURL": "https://www.example.org/de/?name=geheim-7",
                "effectiveDirective": "img-src",
                "blockedURL": "inline",
            },
        },
        {"type": "deprecation", "body": {"message": "geheim-8"}},
    ]
    with caplog.at_level(logging.WARNING, "security.csp"):
        first = report(old)
        second = report(new, "application/reports+json")
    assert (first.status_code, second.status_code) == (204, 204)
    assert "no-store" in first["Cache-Control"]
    assert len(caplog.messages) == 2
    assert '"directive": "script-src-elem"' in caplog.messages[0]
    assert '"blocked": "https://evil.example"' in caplog.messages[0]
    assert '"blocked": "inline"' in caplog.messages[1]
    assert "geheim" not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/csp-report", 400),
        (b"\xff\xfe", "application/csp-report", 400),
        (b"[" * 60_000, "application/csp-report", 400),
        ({"csp-report": "text"}, "application/csp-report", 400),
        ([{"type": "csp-violation"}], "application/reports+json", 400),
        (b"a" * 70_000, "application/csp-report", 413),
        ({"csp-report": {}}, "text/plain", 415),
        (
            {"csp-report": {"document-uri": ["x"], "blocked-uri": {"a": "\n"}}},
            "application/csp-report",
            204,
        ),
        ({"csp-report": {"violated-directive": "\n[fake line]"}}, "application/csp-report", 204),
    ],
)
def test_nonsense_is_no_report(caplog, body, kind, status):
    assert report(body, kind).status_code == status
    assert not any("\n" in message or "fake" in message for message in caplog.messages)


def test_reports_do_not_fill_the_log(settings, caplog):
    settings.RATE_LIMITS = {"report": "2/1m"}
    statuses = [report({"csp-report": {}}).status_code for __ in range(4)]
    assert statuses == [204, 204, 429, 429]
    assert report({"csp-report": {}})["Retry-After"]
    assert Client().get("/csp-report").status_code == 405
