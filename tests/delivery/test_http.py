"""How the API speaks HTTP: the same answer for everybody, in JSON, to be read only."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Site

pytestmark = pytest.mark.django_db

ENDPOINTS = ["pages/", "images/", "documents/"]


def addresses(site) -> list[str]:
    return [f"/api/v2/{endpoint}" for endpoint in ENDPOINTS] + [
        f"/api/v2/pages/{site.about['de'].pk}/",
        "/api/v2/pages/0/",
        "/api/v2/pages/?limit=abc",
        "/api/v2/nothing/",
    ]


def test_the_answer_depends_on_nobody(api, site):
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "password")
    editor = Client(headers={"Accept-Language": "en", "Accept": "text/html"})
    editor.force_login(user)
    for address in addresses(site):
        stranger, known = api.client.get(address), editor.get(address)
        assert known.content == stranger.content
        assert known["Content-Type"] == stranger["Content-Type"] == "application/json"
        for response in (stranger, known):
            assert not response.cookies
            vary = response.get("Vary", "").lower()
            assert "cookie" not in vary
            assert "language" not in vary


def test_wrong_credentials_do_not_matter(api, site):
    stranger = Client(headers={"Authorization": "Basic bm9ib2R5Om5vdGhpbmc="})
    assert stranger.get("/api/v2/pages/").content == api.client.get("/api/v2/pages/").content


def test_head_has_the_headers_of_get_and_no_body(api, site):
    for address in addresses(site):
        got, head = api.client.get(address), api.client.head(address)
        assert head.status_code == got.status_code
        assert head.content == b""
        assert head["Content-Type"] == got["Content-Type"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_options_names_what_is_allowed(api, site, endpoint):
    response = api.client.options(f"/api/v2/{endpoint}")
    assert response.status_code == 200
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["renders"] == ["application/json"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(site, method):
    client = Client(enforce_csrf_checks=True)
    for endpoint in [*ENDPOINTS, "pages/find/", f"pages/{site.about['de'].pk}/"]:
        response = getattr(client, method)(f"/api/v2/{endpoint}")
        assert response.status_code == 405
        assert response["Content-Type"] == "application/json"
        assert response.json() == {"message": f'Method "{method.upper()}" not allowed.'}
    site.about["de"].refresh_from_db()


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v9/pages/", "/api/v2/unknown/"])
def test_an_unknown_address_is_a_404_in_json(api, address):
    response = api.client.get(address)
    assert response.status_code == 404
    assert response.json() == {"message": "not found"}


def test_addresses_come_from_the_site_and_never_from_the_host_header(site):
    forged = Client(
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Origin": "null"}
    )
    for address in ("pages/?fields=*", "images/?fields=*", "documents/?fields=*"):
        text = forged.get(f"/api/v2/{address}").content.decode()
        assert "evil" not in text
        assert "https://www.example.org/" in text
    for pair in site.pages:
        text = forged.get(f"/api/v2/pages/{pair['en'].pk}/").content.decode()
        assert "evil" not in text
        assert 'href=\\"/' not in text  # links in rich text are absolute as well
    found = forged.get("/api/v2/pages/find/?html_path=/de/")
    assert found["Location"].startswith("https://www.example.org/api/")


def test_addresses_follow_the_site_when_it_moves(api, site):
    Site.objects.update(hostname="new.example.org", port=80)
    Site.clear_site_root_paths_cache()
    answer = api.one(site.report["de"])
    assert answer["meta"]["html_url"] == "http://new.example.org/de/news-de/bericht-de/"
    assert "https://www.example.org" not in json.dumps(answer)
