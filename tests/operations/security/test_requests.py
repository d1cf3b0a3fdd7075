"""What others make browsers send here: to other places, under other names, in somebody's name."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories
from tests.background import work
from tests.people import signed_in

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    " //evil.example",
    "\t//evil.example",
]


def leads_away(answer: Any) -> bool:
    target = answer.get("Location", "")
    return "evil.example" in target.partition("?")[0] or target.startswith("javascript")


def test_nobody_is_led_to_another_site(home):
    news = factories.ContentPageFactory(parent=home)
    private = factories.ContentPageFactory(parent=home)
    restriction = private.view_restrictions.create(restriction_type="password", password="Sesam")
    user = factories.UserFactory()
    away = []
    for target in ELSEWHERE:
        visitor, editor = Client(), signed_in("administrator")
        answers = {
            "sign-in": visitor.post(
                "/admin/login/",
                {"username": user.username, "password": "password", "next": target},
            ),
            "page password": visitor.post(
                f"/_util/authenticate_with_password/{restriction.pk}/{private.pk}/",
                {"password": "Sesam", "return_url": target},
            ),
            "page password, German": visitor.post(
                f"/de/_util/authenticate_with_password/{restriction.pk}/{private.pk}/",
                {"password": "Sesam", "return_url": target},
            ),
            "sign-out": editor.post("/admin/logout/", {"next": target}),
            "unpublish": signed_in("administrator").post(
                f"/admin/pages/{news.pk}/unpublish/", {"next": target}
            ),
            "language": visitor.get("/", {"next": target}),
            "path": visitor.get(f"/{target}"),
            "search": visitor.get("/de/suche/", {"q": "x", "next": target}),
        }
        away += [(name, target) for name, answer in answers.items() if leads_away(answer)]
    assert away == []


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"])
def test_another_host_in_the_request_stands_in_no_answer_and_no_mail(news, settings, header):
    settings.ALLOWED_HOSTS = ["www.example.org"]
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    factories.UserFactory(email="editor@example.org")
    headers = {"HTTP_HOST": "www.example.org"} | {
        header: "host=evil.example" if header == "HTTP_FORWARDED" else "evil.example"
    }
    for path in ("/de/", "/api/v2/pages/", "/sitemap.xml", "/robots.txt", "/de/feeds/atom.xml"):
        answer = Client().get(path, **headers)
        assert answer.status_code == (400 if header == "HTTP_HOST" else 200), path
        assert b"evil.example" not in answer.content, path
        assert "evil.example" not in str(answer.headers), path
    Client().post("/admin/password_reset/", {"email": "editor@example.org"}, **headers)
    work()
    assert len(mail.outbox) == (0 if header == "HTTP_HOST" else 1)
    for message in mail.outbox:
        assert "https://www.example.org/admin/password_reset/confirm/" in message.body
        assert "evil.example" not in message.body


# Forbidden, not there (for the number that is tried), no POST, or led on to a GET.
REFUSED = (403, 404, 405, 301)


def path_of(address: str) -> str:
    """An address that the pattern matches, with 1 for every part."""
    path = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1", address)
    return "/" + re.sub(r"\\(.)", r"\1", re.sub(r"[\^$]|\\Z", "", path))


def views() -> Iterator[tuple[str, Any]]:
    """The address pattern and view of every address of the site."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
        for pattern in resolver.url_patterns:
            address = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLPattern):
                yield address, pattern.callback
            else:
                yield from walk(pattern, address)

    yield from walk(get_resolver(), "")


def test_views_without_djangos_check_look_at_no_cookie_or_check_themselves():
    """Django's check of the token is left out where Django REST framework makes its own."""
    exempt = {address for address, view in views() if getattr(view, "csrf_exempt", False)}
    admin = {address for address in exempt if address.startswith("admin/")}
    others = exempt - admin
    assert all(address.startswith(("api/v2/", "api/v3/", "csp-report")) for address in others)
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.UserFactory())
    answers = {address: client.post(path_of(address), {}).status_code for address in admin}
    assert {address: code for address, code in answers.items() if code not in REFUSED} == {}


def test_our_views_that_change_something_refuse_a_post_without_the_token():
    """Each address of ours in the admin, by a POST of another site in an administrator's name."""
    own = [
        (address, view)
        for address, view in views()
        if address.startswith(("admin/", "django-admin/"))
        and _module(view).startswith(("core", "delivery", "news", "pool", "home", "editing"))
    ]
    assert len(own) > 20
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.UserFactory())
    let_through = []
    for address, __ in own:
        answer = client.post(path_of(address), {})
        if answer.status_code not in REFUSED:
            let_through.append((address, answer.status_code))
    assert let_through == []


def _module(view: Any) -> str:
    inner = view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    view_class = getattr(inner, "view_class", None)
    return (view_class or inner).__module__
