"""What HTTP says about the API's answers: ETag, 304, Cache-Control, CORS."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from delivery.changes.settling import settle
from delivery.models import Clock

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/api/v2/pages/",
    "/api/v2/pages/?type=news.NewsPage&fields=*",
    "/api/v2/images/",
    "/api/v2/navigation/",
    "/api/v2/site/",
    "/api/v2/topics/",
    "/api/v2/states/",
    "/api/v2/changes/",
    "/geo/municipalities/NW.geojson",
    "/de/feeds/atom.xml",
    "/en/feeds/calendar.ics",
    "/sitemap.xml",
    "/robots.txt",
]


def changed(site) -> None:
    """Something public changes, as long ago as HTTP dates can tell apart."""
    site.about["de"].title += "!"
    site.about["de"].save()
    settle()
    earlier = timezone.now().replace(microsecond=0) - timedelta(minutes=1)
    Clock.objects.update(changed_at=earlier)


@pytest.fixture
def settled(site):
    changed(site)
    return site


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_knows_an_answer_is_told_that_it_holds_without_a_look_at_the_content(settled, address):
    client = Client()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["ETag"].startswith('"')  # a strong one (RFC 9110, 8.8.1)
    for headers in (
        {"If-None-Match": answer["ETag"]},
        {"If-None-Match": f'"other", {answer["ETag"]}'},
        {"If-Modified-Since": answer["Last-Modified"]},
    ):
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address, headers=headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == answer["ETag"]
        assert again["Cache-Control"] == answer["Cache-Control"]
        assert len(queries) <= 2
        assert all("delivery_" in query["sql"] for query in queries.captured_queries[:1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_after_any_public_change_the_answer_is_a_new_one(settled, address):
    client = Client()
    before = client.get(address)
    settled.about["de"].title = "Geändert"
    settled.about["de"].save()
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    since = client.get(address, headers={"If-Modified-Since": before["Last-Modified"]})
    assert since.status_code == 200


def test_each_address_has_an_etag_of_its_own(settled):
    client = Client()
    etags = {client.get(address)["ETag"] for address in ADDRESSES}
    assert len(etags) == len(ADDRESSES)
    assert client.get("/api/v2/pages/?limit=1")["ETag"] != client.get("/api/v2/pages/")["ETag"]


def test_the_date_of_the_last_change_is_never_in_the_future_and_never_the_same_twice(settled):
    client, seen = Client(), []
    for number in range(3):
        settled.about["de"].title = f"Titel {number}"
        settled.about["de"].save()
        answer = client.get("/api/v2/pages/")
        if "Last-Modified" in answer:
            seen.append(parsedate_to_datetime(answer["Last-Modified"]))
    assert seen == sorted(set(seen))
    assert all(moment <= datetime.now(UTC) for moment in seen)


@override_settings(PUBLIC_MAX_AGE=5, PUBLIC_SHARED_MAX_AGE=120, PUBLIC_STALE_WHILE_REVALIDATE=600)
def test_the_settings_say_how_long_an_answer_may_be_kept(settled):
    answer = Client().get("/api/v2/pages/")
    expected = "public, max-age=5, s-maxage=120, stale-while-revalidate=600"
    assert answer["Cache-Control"] == expected
    assert answer.get("Vary", "").lower() in ("", "origin")  # "origin" is of the CORS headers
    assert answer.cookies == {}


def test_a_random_order_and_errors_are_not_kept(settled):
    client = Client()
    for address in ("pages/?order=random", "pages/?nonsense=1", "pages/99999/", "unknown/"):
        answer = client.get(f"/api/v2/{address}")
        assert "ETag" not in answer, address
        assert "s-maxage" not in answer.get("Cache-Control", ""), address


def test_the_form_and_its_token_are_not_kept(settled):
    answer = Client().get(f"/api/v2/forms/{settled.contact['de'].pk}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


def test_head_says_what_get_says_without_saying_it(settled):
    client = Client()
    for address in ADDRESSES:
        got, head = client.get(address), client.head(address)
        assert head.status_code == 200
        assert head.content == b""
        for name in ("ETag", "Last-Modified", "Cache-Control", "Content-Type"):
            assert head[name] == got[name], (address, name)


def test_options_lists_the_methods(settled):
    answer = Client().options("/api/v2/pages/")
    assert answer.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer["Allow"].split(", "))


# --- CORS -----------------------------------------------------------------------------------------

ORIGIN = {"Origin": "https://app.example.org"}
ALLOW = "Access-Control-Allow-Origin"


def test_without_the_setting_no_script_elsewhere_may_read(settled):
    assert ALLOW not in Client().get("/api/v2/pages/", headers=ORIGIN)


@override_settings(CORS_ALLOWED_ORIGINS=["https://app.example.org"])
def test_scripts_of_the_origins_in_the_setting_may_read_the_api_and_nothing_else(settled):
    client = Client()
    answer = client.get("/api/v2/pages/", headers=ORIGIN)
    assert answer[ALLOW] == "https://app.example.org"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert ALLOW not in client.get("/api/v2/pages/", headers={"Origin": "https://evil.example"})
    for address in ("/admin/login/", "/django-admin/login/", "/de/", "/api/v3/pages/"):
        assert ALLOW not in client.get(address, headers=ORIGIN), address


@override_settings(CORS_ALLOW_ALL_ORIGINS=True)
def test_all_origins_may_be_allowed_to_read(settled):
    headers = {**ORIGIN, "Access-Control-Request-Method": "GET"}
    answer = Client().options("/api/v2/pages/", headers=headers)
    assert answer[ALLOW] == "*"
    assert ALLOW not in Client().options("/admin/login/", headers=headers)


def test_a_date_from_before_the_change_gets_the_answer(settled):
    long_ago = http_date((timezone.now() - timedelta(days=1)).timestamp())
    answer = Client().get("/api/v2/pages/", headers={"If-Modified-Since": long_ago})
    assert answer.status_code == 200
