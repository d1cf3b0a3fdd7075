"""What people and machines are told who ask too often, wherever something is limited."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import APIToken

from core import limits
from home.models import HomePage
from operations.requests.limits import LIMITED
from tests.background import work
from tests.dom import document, words
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_each(settings) -> None:
    cache.clear()
    settings.RATE_LIMITS = dict.fromkeys(limits.DEFAULTS, "1/10m")


@pytest.mark.parametrize(
    ("language", "title", "wait"),
    [("de", "Suche", r"in \d+ (Sekunde|Minute)"), ("en", "Search", r"in \d+ (second|minute)")],
)
def test_a_search_too_much_keeps_what_was_typed(
    client: Client, english_home, language: str, title: str, wait: str
) -> None:
    address = f"/{language}/{'suche' if language == 'de' else 'search'}/?q=Beratung"
    document(client, address)

    page = document(client, address, status=429)

    assert words(page.h1) == title
    assert page.select_one("#search-text")["value"] == "Beratung"
    assert page.select_one("#search-text")["aria-describedby"] == "search-refusal"
    assert re.search(wait, words(page.select_one("#search-refusal")))
    response = client.get(address)
    assert 0 < int(response["Retry-After"]) <= 600
    assert "no-store" in response["Cache-Control"]


def test_the_empty_search_is_never_refused(client: Client, home: HomePage) -> None:
    for __ in range(3):
        document(client, "/de/suche/")


@pytest.mark.parametrize(
    "address", ["/api/v2/search/?q=Beratung&locale=de", "/api/v2/pages/?search=Beratung"]
)
def test_a_search_of_the_api_says_in_json_how_long_to_wait(
    client: Client, home: HomePage, address: str
) -> None:
    assert client.get(address).status_code == 200

    response = client.get(address)

    assert response.status_code == 429
    wait = int(response["Retry-After"])
    assert f"in {wait} seconds" in response.json()["message"]


def test_other_answers_of_the_api_are_not_limited(client: Client, home: HomePage) -> None:
    for __ in range(3):
        assert client.get("/api/v2/pages/").status_code == 200


def names_of(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from names_of(pattern, inside)
        elif pattern.name:
            yield before + pattern.name


def test_every_view_that_is_limited_exists() -> None:
    assert LIMITED.keys() <= set(names_of(get_resolver()))
    assert set(LIMITED.values()) <= limits.DEFAULTS.keys()


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_signing_in_is_limited_whatever_the_account(
    client: Client, home: HomePage, address: str
) -> None:
    if address == "/_util/login/":
        address = reverse("wagtailcore_login")

    def sign_in(name: str) -> int:
        return client.post(address, {"username": name, "password": "x"}).status_code

    assert sign_in("ada") == 200
    assert sign_in("grace") == 429
    assert client.get(address).status_code == 200


def test_whoever_tries_too_often_reads_it_on_a_page(client: Client, home: HomePage) -> None:
    client.post("/admin/login/", {"username": "ada", "password": "x"})

    response = client.post("/admin/login/", {"username": "ada", "password": "x"})

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Zu viele Anfragen in kurzer Zeit" in response.text
    assert "noch einmal" in response.text


def test_asking_for_a_new_password_is_limited(client: Client, home: HomePage, mailoutbox) -> None:
    user = person("managers")
    address = reverse("wagtailadmin_password_reset")

    statuses = [client.post(address, {"email": user.email}).status_code for __ in range(3)]

    assert statuses == [302, 429, 429]
    work()
    assert len(mailoutbox) == 1


def test_writing_is_limited_for_each_token(
    client: Client, home: HomePage, django_user_model
) -> None:
    def write(token: str) -> int:
        return client.post(
            "/api/v3/pages/",
            "{}",
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    users = [person("administrator") for __ in range(2)]
    one, other = (APIToken.create_token(user=user, name="t")[1] for user in users)

    assert write(one).status_code not in (401, 429)
    refused = write(one)
    assert refused.status_code == 429
    assert refused["Retry-After"] in refused.json()["detail"]
    assert write(other).status_code != 429
    for __ in range(3):
        response = client.get("/api/v3/pages/", headers={"Authorization": f"Bearer {one}"})
        assert response.status_code == 200


def test_the_settings_as_they_are_make_sense() -> None:
    assert not [m for m in run_checks(tags=["security"]) if m.id.startswith("operations.E")]
