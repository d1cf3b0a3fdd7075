"""What a browser is told to fetch early, and how the static files come: once, small, for good."""

import gzip
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli
import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings

from core.early import EarlyLinksMiddleware, note_stylesheet

YEAR = 365 * 24 * 60 * 60  # seconds


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's own static files, as `collectstatic` makes them with the production settings."""
    folder = tmp_path_factory.mktemp("static")
    with _production_static_files(folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def _production_static_files(folder: Path) -> override_settings:
    return override_settings(
        STATIC_ROOT=str(folder),
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={
            "default": {"BACKEND": "core.files.storage.MediaStorage"},
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
        WHITENOISE_AUTOREFRESH=False,
        WHITENOISE_USE_FINDERS=False,
    )


@pytest.fixture
def production(collected: Path) -> Iterator[Client]:
    with _production_static_files(collected):
        yield Client()


def stylesheet_of(response: Any) -> str:
    [link] = BeautifulSoup(response.content, "html5lib").select("link[rel=stylesheet]")
    return str(link["href"])


@pytest.mark.parametrize(("path", "status"), [("/de/", 200), ("/de/nirgends/", 404)])
def test_a_page_s_head_names_its_stylesheet_as_it_is_called(
    home, production: Client, path: str, status: int
) -> None:
    response = production.get(path)

    assert response.status_code == status
    url = stylesheet_of(response)
    assert url == staticfiles_storage.url("css/site.css")
    assert url not in ("/static/css/site.css", "css/site.css")  # but with its digest
    assert response["Link"] == f"<{url}>; rel=preload; as=style"


@pytest.mark.parametrize("path", ["/admin/login/", "/api/v2/pages/", "/robots.txt"])
def test_what_has_no_stylesheet_of_the_site_names_none(home, path: str) -> None:
    response = Client().get(path)

    assert response.status_code == HTTPStatus.OK
    assert not response.has_header("Link")


def test_what_a_view_says_in_the_same_header_stays() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        note_stylesheet(request, "/a.css")
        note_stylesheet(request, "/a.css")
        return HttpResponse(headers={"Link": "<https://example.org/>; rel=author"})

    answer = EarlyLinksMiddleware(view)(HttpRequest())

    assert answer["Link"] == "<https://example.org/>; rel=author, </a.css>; rel=preload; as=style"


@pytest.mark.parametrize("file", ["css/site.css", "js/map.js"])
@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_static_files_come_compressed_and_are_kept_for_good(
    production: Client, collected: Path, file: str, encoding: str, unpack: Any
) -> None:
    url = staticfiles_storage.url(file)

    response = production.get(url, headers={"accept-encoding": f"{encoding}, x"})

    content = b"".join(response)
    assert response["Content-Encoding"] == encoding
    assert "Accept-Encoding" in response["Vary"]
    directives = dict(
        part.strip().partition("=")[::2] for part in response["Cache-Control"].split(",")
    )
    assert int(directives["max-age"]) >= YEAR
    assert directives.keys() == {"max-age", "public", "immutable"}
    plain = (collected / staticfiles_storage.stored_name(file)).read_bytes()
    assert unpack(content) == plain
    assert len(content) < len(plain) / 2


def test_a_page_needs_one_stylesheet_of_a_few_kilobytes(collected: Path) -> None:
    [packed] = collected.glob("css/site.*.css.br")

    assert packed.stat().st_size < 10_000
