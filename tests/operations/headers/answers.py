"""One answer of every kind that the site gives, as in production: by HTTPS, with its own host."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from wagtail.models import Collection, CollectionViewRestriction, Page, Site

from core.models.settings import DefaultContact
from tests import factories

HOST = "www.example.org"
#: what config.settings.production sets; tests/config/test_production.py compares
PRODUCTION = {
    "ALLOWED_HOSTS": [HOST],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": False,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "WHITENOISE_USE_FINDERS": True,  # collectstatic was not run for the tests
}
ORIGIN = "https://app.example.org"


@dataclass(frozen=True)
class Answer:
    """What the site said to a request: `kind` names it, `zone` is the policy it falls under."""

    kind: str
    zone: str
    status: int
    response: HttpResponse

    def header(self, name: str) -> str:
        return self.response.get(name, "")


def every_kind() -> list[Answer]:
    """One answer of each kind; fills an empty site for it."""
    cache.clear()
    with override_settings(**PRODUCTION, API_CORS_ORIGINS=[ORIGIN], CORS_ALLOWED_ORIGINS=[ORIGIN]):
        return [_ask(*request) for request in _requests()]


def _ask(kind: str, zone: str, status: int, ask: Callable[[], HttpResponse]) -> Answer:
    response = ask()
    response.getvalue() if response.streaming else response.content
    assert response.status_code == status, (kind, response.status_code)
    return Answer(kind, zone, status, response)


def _requests() -> Iterator[tuple[str, str, int, Callable[[], HttpResponse]]]:
    made = _site()
    visitor, editor, broken = _client(), _client(), _client(raise_request_exception=False)
    editor.force_login(factories.UserFactory())

    def get(path: str, client: Client = visitor, **more: Any) -> Callable[[], HttpResponse]:
        return lambda: client.get(path, **more)

    yield "start page", "page", 200, get("/de/")
    yield "news page", "page", 200, get(made["news"].url)
    yield "search", "page", 200, get("/de/suche/?q=Hafen")
    yield "contact form", "page", 200, get(made["contact"].url)
    yield "contact form, refused", "page", 422, lambda: visitor.post(made["contact"].url, {})
    yield "password of a page", "page", 200, get(made["private"].url)
    yield "language choice", "data", 302, get("/")
    yield "API: list", "data", 200, get("/api/v2/pages/")
    yield "API: unknown parameter", "data", 400, get("/api/v2/pages/?nonsense=1")
    yield "API: unknown address", "data", 404, get("/api/v2/nothing/")
    yield "API: CORS", "data", 200, get("/api/v2/pages/", HTTP_ORIGIN=ORIGIN)
    yield (
        "API: CORS preflight",
        "data",
        200,
        lambda: visitor.options(
            "/api/v2/pages/", HTTP_ORIGIN=ORIGIN, HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET"
        ),
    )
    yield "API v3, no token", "data", 401, get("/api/v3/pages/")
    yield "API documentation", "page", 200, get("/api/v2/docs/")
    yield "picture", "file", 200, get(made["image"].file.url)
    yield "picture, restricted", "page", 404, get(made["hidden_image"].file.url)
    yield "picture, restricted, editor", "file", 200, get(made["hidden_image"].file.url, editor)
    yield "document", "file", 200, get(made["document"].url)
    yield "document, restricted", "data", 302, get(made["hidden_document"].url)
    yield "document, restricted, editor", "file", 200, get(made["hidden_document"].url, editor)
    yield "feed", "data", 200, get("/de/feeds/atom.xml")
    yield "calendar", "data", 200, get("/de/feeds/calendar.ics")
    yield "vCard", "data", 200, get(f"/vcard/contact/{made['person'].pk}.vcf")
    yield "geography", "data", 200, get("/geo/municipalities/NW.geojson")
    yield "sitemap", "data", 200, get("/sitemap.xml")
    yield "robots", "data", 200, get("/robots.txt")
    yield "share card", "page", 404, get("/share/1-0.png")
    yield "static file", "data", 200, get("/static/css/site.css")
    yield "health", "data", 200, get("/health/live")
    yield "admin", "admin", 200, get("/admin/", editor)
    yield "page editor", "admin", 200, get(f"/admin/pages/{made['news'].pk}/edit/", editor)
    yield "sign-in", "admin", 200, get("/admin/login/")
    yield "password reset", "admin", 200, get("/admin/password_reset/")
    yield "to the sign-in", "data", 302, get("/admin/")
    yield "django-admin", "admin", 200, get("/django-admin/", editor)
    yield (
        "CSP report",
        "data",
        204,
        lambda: visitor.post(
            "/csp-report", b'{"csp-report": {}}', content_type="application/csp-report"
        ),
    )
    yield "redirect to HTTPS", "data", 301, lambda: Client(HTTP_HOST=HOST).get("/de/")
    yield "error 400: host", "page", 400, get("/de/", HTTP_HOST="evil.example")
    yield (
        "error 403: CSRF",
        "page",
        403,
        lambda: Client(enforce_csrf_checks=True, HTTP_HOST=HOST, headers=None).post(
            made["contact"].url, {}, secure=True
        ),
    )
    yield "error 404", "page", 404, get("/de/nothing/")
    yield "error 405", "data", 405, lambda: visitor.post("/robots.txt")
    with mock.patch("core.limits.hit", return_value=60):
        yield "error 429", "admin", 429, lambda: visitor.post("/admin/login/", {"username": "x"})
    with mock.patch("home.models.HomePage.serve", side_effect=ValueError):
        yield "error 500", "page", 500, get("/de/", broken)
    failed = {"database": "failed"}
    with mock.patch("operations.health.views.answers.all", return_value=failed):
        yield "not ready: 503", "data", 503, get("/health/ready")


def _client(**values: Any) -> Client:
    """Somebody's browser, by HTTPS."""
    client = Client(HTTP_HOST=HOST, **values)
    client.defaults["wsgi.url_scheme"] = "https"
    client.get = _secure(client.get)
    client.post = _secure(client.post)
    client.options = _secure(client.options)
    return client


def _secure(send: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return lambda *args, **kwargs: send(*args, secure=True, **kwargs)


def _site() -> dict[str, Any]:
    root = Page.objects.get(depth=1)
    home = factories.HomePageFactory(parent=root, slug="de", locale=factories.language("de"))
    Site.objects.update(root_page=home, hostname=HOST, port=443)
    Site.clear_site_root_paths_cache()
    index = factories.NewsIndexPageFactory(parent=home)
    person = factories.ContactPersonFactory()
    private = factories.ContentPageFactory(parent=home)
    private.view_restrictions.create(restriction_type="password", password="Sesam")
    closed = Collection.get_first_root_node().add_child(name="Intern")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    contact = factories.ContactPageFactory(parent=home)
    footer = factories.SiteSettingsFactory(site=Site.objects.get())
    DefaultContact.objects.create(settings=footer, contact=person)
    return {
        "news": factories.NewsPageFactory(parent=index),
        "contact": contact,
        "private": private,
        "person": person,
        "image": factories.ImageFactory(),
        "document": factories.DocumentFactory(),
        "hidden_image": factories.ImageFactory(collection=closed),
        "hidden_document": factories.DocumentFactory(collection=closed),
    }
