"""Addresses: the language is the first part, and what stands outside is left alone."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from core import views
from core.urls import absolute_url, language_of_path
from tests import factories
from tests.trees import in_english


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "de"),
        ("de", "de"),
        ("en", "en"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de-AT,en;q=0.5", "de"),
        ("fr,en;q=0.5,de;q=0.3", "en"),
        ("fr", "de"),
        ("de;q=0.2,en;q=0.7", "en"),
        ("en;q=0,de", "de"),
        ("en;q=0", "de"),
        ("*", "de"),
        ("nonsense;;;q=,,", "de"),
        ("x" * 5000, "de"),
    ],
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(client, asked, language) -> None:
    response = client.get("/", headers={"Accept-Language": asked})

    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


def test_the_root_only_answers_questions(client) -> None:
    assert client.head("/")["Location"] == "/de/"
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/de/", "de"),
        ("/en/news/", "en"),
        ("/de", "de"),
        ("/de-at/", None),
        ("/EN/", None),
        ("/deutsch/", None),
        ("/api/v2/", None),
        ("/", None),
        ("", None),
    ],
)
def test_only_the_exact_code_is_a_language(path, language) -> None:
    assert language_of_path(path) == language


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/v2/nothing/", "/api/v9/pages/", "/api/", "/api/v2/pages/99999/", "/api/v2/x"]
)
@pytest.mark.parametrize("accept", ["en", "de"])
def test_an_unknown_address_of_the_api_is_a_json_404_and_no_redirect(home, path, accept) -> None:
    response = Client().get(path, headers={"Accept-Language": accept})

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert response.json()["message"]


@pytest.mark.django_db
def test_no_answer_outside_the_languages_depends_on_the_browser(home) -> None:
    for path in ("/api/v2/pages/", "/sitemap.xml", "/robots.txt", "/nichts/"):
        german = Client().get(path, headers={"Accept-Language": "de"})
        english = Client().get(path, headers={"Accept-Language": "en"})
        assert german.content == english.content, path
        assert german["Content-Language"] == english["Content-Language"]
        assert "Accept-Language" not in german.get("Vary", "")


@pytest.mark.django_db
def test_a_page_is_found_only_under_its_own_language(home, english_home) -> None:
    page = factories.ContentPageFactory(parent=home, slug="ueber-uns", title="Über uns")
    in_english(page, slug="about", title="About")

    for path, language, title in (
        ("/de/ueber-uns/", "de", "Über uns"),
        ("/en/about/", "en", "About"),
    ):
        response = Client().get(path)
        soup = BeautifulSoup(response.content, "html5lib")
        assert soup.h1.get_text(strip=True) == title
        assert soup.html["lang"] == response["Content-Language"] == language
    for path in ("/en/ueber-uns/", "/de/about/", "/ueber-uns/", "/fr/ueber-uns/"):
        response = Client().get(path)
        assert response.status_code == 404, path
        assert BeautifulSoup(response.content, "html5lib").h1.get_text(strip=True) != "Über uns"


@pytest.mark.django_db
def test_addresses_are_built_from_the_site_and_not_from_the_request(home) -> None:
    assert absolute_url("/media/x.png") == "https://www.example.org/media/x.png"
    assert absolute_url("https://cdn.example.org/x.png") == "https://cdn.example.org/x.png"

    forged = Client().get("/sitemap.xml", headers={"Host": "evil.example"})

    assert "https://www.example.org/de/" in forged.text
    assert "evil.example" not in forged.text


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda request: views.bad_request(request, SuspiciousOperation("secret")), 400),
        (lambda request: views.permission_denied(request, PermissionDenied("secret")), 403),
        (lambda request: views.page_not_found(request, Exception("secret")), 404),
        (views.server_error, 500),
    ],
)
def test_below_api_every_error_is_json_and_tells_no_details(handler, status) -> None:
    # Without a database: no such answer may need one.
    response = handler(RequestFactory().get("/api/v2/pages/"))

    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("path", "lang"), [("/de/x/", "de"), ("/en/x/", "en"), ("/x/", "de"), ("/", "de")]
)
def test_the_500_page_needs_neither_templates_nor_data(path, lang, settings) -> None:
    settings.TEMPLATES = []
    settings.CACHES = {}

    response = views.server_error(RequestFactory().get(path))

    assert response.status_code == 500
    assert f'<html lang="{lang}"' in response.text
    assert "<h1" in response.text
    assert "{%" not in response.text


@pytest.mark.django_db
def test_an_error_in_a_page_shows_the_500_page_in_its_language(english_home, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr("core.navigation.visible", fail)

    response = Client(raise_request_exception=False).get("/en/")

    assert response.status_code == 500
    assert '<html lang="en"' in response.text
    assert "secret" not in response.text


# --- Security -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_public_site_allows_nothing_from_elsewhere_and_the_admin_its_own(home, client) -> None:
    public = client.get("/de/")["Content-Security-Policy"]
    admin = client.get("/admin/login/")["Content-Security-Policy"]

    assert "default-src 'none'" in public
    assert "unsafe-inline" not in public
    assert "script-src 'self';" in f"{admin};"
    for policy in (public, admin):
        assert "http:" not in policy
        assert "https:" not in policy
        assert "*" not in policy


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie(home, news, client) -> None:
    factories.NewsPageFactory(parent=news, slug="auftakt")

    for path in ("/", "/de/", "/de/aktuelles/", "/de/aktuelles/auftakt/", "/sitemap.xml"):
        assert not client.get(path).cookies, path
