"""Whoever has given nothing but a password is nobody, at every address that the site has."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from wagtail.models import PageViewRestriction

from core.models import User
from tests import factories
from tests.operations.accounts.signing_in import LOGIN, SET_UP, half_way, with_app
from tests.people import signed_in

pytestmark = pytest.mark.django_db

# What everybody reaches below /admin/ and /django-admin/, signed in or not: the way in, and what
# the pages on it are drawn with. Nothing else may ever be in this list.
OPEN = {
    "/admin/login/": "the sign-in",
    "/admin/login/code/": "the second step",
    "/admin/login/recovery-code/": "the second step",
    "/admin/login/set-up/": "the second step",
    "/admin/login/service/": "another sign-in service",
    "/admin/login/service/back/": "another sign-in service",
    "/admin/logout/": "the way out",
    "/admin/sprite/": "icons",
    "/admin/jsi18n/": "texts of scripts",
    "/admin/password_reset/": "a forgotten password",
    "/admin/password_reset/done/": "a forgotten password",
    "/admin/password_reset/complete/": "a forgotten password",
    "/admin/password_reset/confirm/x/x/": "a forgotten password",
    "/django-admin/login/": "leads to the sign-in",
    "/django-admin/jsi18n/": "texts of scripts",
    "/django-admin/logout/": "the way out",
}


PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
EXAMPLES = {"int": "1", "ending": "csv", "uuid": "12345678-1234-1234-1234-123456789012"}


def addresses_of(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for item in resolver.url_patterns:
        if isinstance(item.pattern, RoutePattern):
            part = PARAMETER.sub(lambda found: EXAMPLES.get(found[1], "x"), str(item.pattern))
        elif isinstance(item.pattern, RegexPattern):
            part = simplify_regex(str(item.pattern)).lstrip("/").replace(".*", "not-there")
            part = PARAMETER.sub(lambda found: EXAMPLES.get(found[2], "1"), part).replace("\\", "")
        else:
            continue  # the languages of the public site
        if isinstance(item, URLResolver):
            yield from addresses_of(item, prefix + part)
        elif isinstance(item, URLPattern):
            yield prefix + part


def addresses() -> list[str]:
    inside = ("/admin/", "/django-admin/", "/api/v3/")
    return sorted({a for a in addresses_of(get_resolver(), "/") if a.startswith(inside)})


def answers_like_nobody(client: Client, address: str, method: str) -> str:
    """ "" if this browser is answered as one that is not signed in is, else what was different."""
    ask = getattr(client, method)
    answer = ask(address)
    if answer.status_code in (301, 302):
        target = answer["Location"]
        if target.startswith((LOGIN, "/django-admin/login/")):
            return ""
    nobody = getattr(Client(), method)(address)
    same = (answer.status_code, answer.get("Location")) == (
        nobody.status_code,
        nobody.get("Location"),
    )
    # An open page says the same to both; 403, 404 and 405 say nothing.
    if same and answer.status_code in (401, 403, 404, 405):
        return ""
    return f"{method} {address}: {answer.status_code} {answer.get('Location', '')}"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_there_is_something_to_walk_through():
    found = addresses()
    assert len(found) > 300
    assert not any("<" in address for address in found)
    assert {"/admin/", "/admin/account/", "/admin/api/main/pages/"} <= set(found)
    assert OPEN.keys() <= set(found)


def test_no_address_is_open_to_a_password_alone(required):
    home = factories.UserFactory(username="nobody-else")
    client = half_way(home)
    assert client.session["_auth_user_id"] == str(home.pk)
    open_addresses = [
        wrong
        for address in addresses()
        if address not in OPEN
        for method in ("get", "post")
        if (wrong := answers_like_nobody(client, address, method))
    ]
    assert open_addresses == []
    assert client.session["_auth_user_id"] == str(home.pk)  # nothing threw the session away


@pytest.mark.parametrize("address", ["/admin/", "/admin/api/main/pages/", "/django-admin/"])
def test_scripts_are_refused_too(required, address):
    answer = half_way(with_app()).get(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code in (302, 403)
    assert b"results" not in answer.content


def test_a_forgotten_password_does_not_replace_the_second_step(required):
    user = with_app()
    client = half_way(user)
    assert client.get("/admin/account/").url.startswith(LOGIN)
    assert client.post("/admin/account/", {"password-new_password1": "x"}).url.startswith(LOGIN)


def test_private_pages_take_half_a_sign_in_for_none(required, home):
    page = factories.ContentPageFactory(parent=home, title="Nur mit Konto", slug="intern")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    user = with_app()
    client = half_way(user)
    answer = client.get(page.url)
    assert answer.status_code == 302
    assert "_util/login" in answer.url
    # That page knows what is missing.
    assert client.get(answer.url).url.startswith("/admin/login/code/")
    answer = Client().post(
        "/de/_util/login/",
        {"username": user.username, "password": "password", "next": page.url},
    )
    assert answer.url == f"/admin/login/code/?next={page.url.replace('/', '%2F')}"


def test_djangos_admin_has_no_sign_in_of_its_own():
    answer = Client().get("/django-admin/core/user/", follow=True)
    assert [url for url, __ in answer.redirect_chain][-1].startswith(LOGIN)
    assert User.objects.count() == 0
    assert Client().post("/django-admin/login/", {"username": "x"}).url.startswith(LOGIN)


def test_whoever_has_no_access_to_the_admin_needs_no_second_step(required):
    reader = factories.UserFactory(is_staff=False, is_superuser=False)
    client = signed_in(reader)
    assert client.get("/admin/").url.startswith(LOGIN)
    assert not client.get("/admin/").url.startswith(SET_UP)
