import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from home.models import HomePage
from tests.dom import document, links, words


@pytest.mark.parametrize(
    ("language", "title", "start"),
    [("de", "Seite nicht gefunden", "Startseite"), ("en", "Page not found", "Start page")],
)
def test_404_leads_on_in_the_language_of_the_address(
    client: Client, english_news, language, title, start
) -> None:
    page = document(client, f"/{language}/gibt-es-nicht/", status=404)
    assert page.html["lang"] == language
    assert words(page.h1) == title
    assert words(page.title) == f"{title} – MiGlobe"
    ways = links(page.main)
    assert (start, f"/{language}/") in ways
    assert {"de": ("Aktuelles", "/de/aktuelles/"), "en": ("News", "/en/news/")}[language] in ways


def test_404_says_which_filter_is_wrong(client: Client, news) -> None:
    page = document(client, f"{news.url}?jahr=2016", status=404)
    assert words(page.select_one("main .lead")) == "Einen Filter „jahr“ gibt es nicht."


@pytest.mark.parametrize(
    ("error", "status", "language", "title"),
    [
        (SuspiciousOperation, 400, "de", "Diese Anfrage war nicht zu verstehen"),
        (SuspiciousOperation, 400, "en", "This request could not be understood"),
        (PermissionDenied, 403, "de", "Diese Seite ist nicht für Sie freigegeben"),
        (PermissionDenied, 403, "en", "You may not see this page"),
    ],
)
def test_other_refusals_are_pages_too(
    client: Client, monkeypatch, english_home, error, status, language, title
) -> None:
    monkeypatch.setattr(HomePage, "serve", raising(error))
    page = document(client, f"/{language}/", status=status)
    assert words(page.h1) == title
    assert words(page.select_one("main .lead"))


def test_search_engines_keep_no_error_page(client: Client, home) -> None:
    page = document(client, "/de/gibt-es-nicht/", status=404)
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("link[rel=canonical], link[hreflang]") == []


def test_an_error_page_switches_to_the_other_language_s_start_page(
    client: Client, english_home
) -> None:
    page = document(client, "/de/gibt-es-nicht/", status=404)
    link = page.select_one(".language-switch a")
    assert link["href"] == "/en/"
    assert words(link) == "English (this page is not translated, on to “Start page”)"


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Etwas ist schiefgegangen"), ("en", "Something went wrong")],
)
def test_500_is_a_plain_file_in_the_language_of_the_address(
    monkeypatch, english_home, django_assert_num_queries, language, title
) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("delivery.http.read_clock", raising(RuntimeError))
    with django_assert_num_queries(0):
        response = client.get(f"/{language}/")
    assert response.status_code == 500
    page = BeautifulSoup(response.content, "html5lib")
    assert page.html["lang"] == language
    assert words(page.h1) == title
    assert f"/{language}/" in [url for __, url in links(page.main)]
    assert "{%" not in response.text


def raising(error):
    def fail(*args, **kwargs):
        raise error

    return fail
