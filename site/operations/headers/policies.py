"""Which headers an answer carries, by what kind it is. MDN and the W3C's CSP 3 name the values."""

from dataclasses import dataclass, field
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

REPORTS = "/csp-report"
ENDPOINT = "csp"
ADMIN = ("/admin/", "/django-admin/")
# Pictures that other front ends, feed readers and social networks show in their pages.
EMBEDDED = ("/media/", "/share/", "/static/")
HTML = ("text/html", "application/xhtml")
PRIVATE_MEDIA = "/media/private/"

# What a page may not ask for, itself or a frame in it. Only names that browsers know: they
# complain of others in the console.
FORBIDDEN = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


@dataclass(frozen=True)
class Kind:
    """A kind of answer: its policy as django-csp takes it, and its other headers."""

    name: str
    policy: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def kind_of(request: HttpRequest, response: HttpResponse) -> Kind:
    """What kind of answer it is, by its address, and by its type where that says more."""
    path = request.path_info
    is_html = _has_content(response) and response.get("Content-Type", "").startswith(HTML)
    if path.startswith(ADMIN):
        return _admin() if is_html else _data(path)
    return _page() if is_html else _data(path)


def _has_content(response: HttpResponse) -> bool:
    """Whether there is anything to show: Django calls empty redirects HTML, too."""
    return response.streaming or bool(response.content)


def _page() -> Kind:
    """A page of the website: what is its own, and nothing inline."""
    policy = {
        **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
        **_reporting(),
        "upgrade-insecure-requests": settings.SECURE_SSL_REDIRECT,
    }
    return Kind("page", policy, _page_headers("DENY", "strict-origin-when-cross-origin"))


def _admin() -> Kind:
    """Wagtail's admin: inline scripts by nonce, and styles that its own scripts write (Draftail's
    toolbar, tooltips). It frames its own previews, or those of another front end."""
    previews = settings.WAGTAIL_HEADLESS_PREVIEW["CLIENT_URLS"].values()
    policy = {
        **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
        **_reporting(),
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [*settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"], "blob:"],
        "frame-src": [SELF, *sorted({_origin(url) for url in previews if url})],
        "frame-ancestors": [SELF],
        "upgrade-insecure-requests": settings.SECURE_SSL_REDIRECT,
    }
    return Kind("admin", policy, _page_headers("SAMEORIGIN", "same-origin"))


def _data(path: str) -> Kind:
    """What no browser shows as a page: data, feeds, files, redirects."""
    policy = {
        "default-src": [NONE],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
    embedded = path.startswith(EMBEDDED) and not path.startswith(PRIVATE_MEDIA)
    headers = {
        **_everywhere(),
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin" if embedded else "same-origin",
    }
    return Kind("data", policy, headers)


def _reporting() -> dict[str, Any]:
    return {"report-uri": REPORTS, "report-to": ENDPOINT}


def _page_headers(frames: str, referrer: str) -> dict[str, str]:
    return {
        **_everywhere(),
        "X-Frame-Options": frames,
        "Referrer-Policy": referrer,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Reporting-Endpoints": f'{ENDPOINT}="{REPORTS}"',
    }


def _everywhere() -> dict[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in FORBIDDEN),
        "X-Permitted-Cross-Domain-Policies": "none",
    }


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3])
