"""sitemap.xml and robots.txt, read as search engines do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core import sitemap
from tests import factories
from tests.queries import queries_for
from tests.trees import in_english, reloaded

ROOT = "https://www.example.org"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def tree(client: Client, path: str = "/sitemap.xml") -> ElementTree.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own answer


def addresses(root: ElementTree.Element) -> list[str]:
    return [found.text for found in root.iter(f"{SITEMAP}loc")]


def alternates(root: ElementTree.Element) -> dict[str, dict[str, str]]:
    """Address → hreflang → address."""
    return {
        url.find(f"{SITEMAP}loc").text: {
            link.get("hreflang"): link.get("href")
            for link in url.iter(f"{XHTML}link")
            if link.get("rel") == "alternate"
        }
        for url in root.iter(f"{SITEMAP}url")
    }


def test_pages_of_both_languages_name_each_other(client: Client, home: Any) -> None:
    page = factories.ContentPageFactory(parent=home, title="Über uns", slug="ueber-uns")
    german_only = factories.ContentPageFactory(parent=home, title="Nur deutsch")
    english_home = in_english(home, title="Start page", slug="en")
    english = in_english(page, title="About", slug="about")
    english_only = factories.ContentPageFactory(parent=english_home, title="English only")

    both = {
        "de": f"{ROOT}/de/ueber-uns/",
        "en": f"{ROOT}/en/about/",
        "x-default": f"{ROOT}/de/ueber-uns/",
    }
    found = alternates(tree(client))
    start = {"de": f"{ROOT}/de/", "en": f"{ROOT}/en/", "x-default": f"{ROOT}/de/"}
    assert found == {
        f"{ROOT}/de/": start,
        page.full_url: both,
        german_only.full_url: {"de": german_only.full_url, "x-default": german_only.full_url},
        f"{ROOT}/en/": start,
        english.full_url: both,
        english_only.full_url: {"en": english_only.full_url, "x-default": english_only.full_url},
    }


def test_each_page_says_when_it_changed(client: Client, home: Any) -> None:
    published = datetime(2018, 11, 9, 12, tzinfo=UTC)
    page = factories.ContentPageFactory(parent=home, last_published_at=published)
    root = tree(client)

    dates = {
        url.find(f"{SITEMAP}loc").text: url.findtext(f"{SITEMAP}lastmod")
        for url in root.iter(f"{SITEMAP}url")
    }
    assert dates == {f"{ROOT}/de/": None, page.full_url: "2018-11-09"}


def test_what_visitors_may_not_see_is_not_listed(client: Client, home: Any) -> None:
    shown = factories.ContentPageFactory(parent=home)
    draft = factories.ContentPageFactory(parent=home, live=False)
    factories.ContentPageFactory(parent=draft)
    factories.ContentPageFactory(parent=home, expire_at=timezone.now() - timedelta(minutes=1))
    private = factories.ContentPageFactory(parent=home)
    factories.ContentPageFactory(parent=private)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    directory = factories.AdvisorIndexPageFactory(parent=reloaded(home))
    factories.AdvisorPageFactory(parent=directory)  # without consent
    shown.create_alias(update_slug="wiederholt")

    assert addresses(tree(client)) == [f"{ROOT}/de/", shown.full_url, directory.full_url]


def test_a_hidden_translation_is_no_alternate(client: Client, english_home: Any) -> None:
    english_home.unpublish()

    assert alternates(tree(client)) == {
        f"{ROOT}/de/": {"de": f"{ROOT}/de/", "x-default": f"{ROOT}/de/"}
    }


def test_a_large_sitemap_is_an_index_of_parts(
    client: Client, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap.PageSitemap, "limit", 2)
    published = datetime(2018, 11, 9, 12, tzinfo=UTC)
    for __ in range(4):
        factories.ContentPageFactory(parent=home, last_published_at=published)
    index = tree(client)

    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = addresses(index)
    assert parts == [f"{ROOT}/sitemap-{number}.xml" for number in (1, 2, 3)]
    changes = [found.text for found in index.iter(f"{SITEMAP}lastmod")]
    assert [datetime.fromisoformat(change) for change in changes] == [published] * 3
    listed = [
        address for part in parts for address in addresses(tree(client, part.removeprefix(ROOT)))
    ]
    assert len(listed) == len(set(listed)) == 5
    for number in ("0", "4", "99999999999999999999"):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_a_thousand_addresses_fit_into_a_part() -> None:
    assert sitemap.PageSitemap.limit == 1_000


def test_the_number_of_queries_does_not_grow_with_the_pages(home: Any) -> None:
    def add(count: int) -> None:
        for __ in range(count):
            in_english(factories.ContentPageFactory(parent=reloaded(home)))

    in_english(home, title="Start page", slug="en")
    add(1)
    few = queries_for("/sitemap.xml")
    add(6)
    assert queries_for("/sitemap.xml") == few
    # The record's clock, the site, its trees, and the pages of each of the two.
    assert few <= 6


def test_the_sitemap_takes_its_addresses_from_the_site(client: Client, home: Any) -> None:
    content = client.get("/sitemap.xml", headers={"Host": "evil.example"}).content

    assert b"evil.example" not in content
    assert f"{ROOT}/de/".encode() in content


def test_robots_may_read_what_is_public(client: Client, home: Any) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(response.content.decode().splitlines())

    for path in ("/", "/de/", "/en/news/", "/media/images/a.jpg", "/documents/1/a.pdf"):
        assert robots.can_fetch("*", f"{ROOT}{path}"), path
    for path in ("/admin/", "/admin/pages/3/", "/django-admin/"):
        assert not robots.can_fetch("*", f"{ROOT}{path}"), path
    [address] = robots.site_maps()
    assert addresses(tree(client, address.removeprefix(ROOT))) == [f"{ROOT}/de/"]
