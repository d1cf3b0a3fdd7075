"""What changes is forgotten by the caches in front of the site."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delivery.changes.settling import settle
from delivery.models import Purge
from delivery.upstream import affected, configuration, purging
from delivery.upstream.purging import GIVEN_UP_AFTER
from tests import factories
from tests.background import work
from tests.trees import stream

pytestmark = pytest.mark.django_db


def forgotten(cache) -> set[str]:
    """The keys that the cache is told of what was written just now."""
    cache.told.clear()
    settle()
    work()
    assert not Purge.objects.exists()
    return cache.forgotten()


def begin(cache) -> None:
    """What was made until now is known."""
    settle()
    work()
    cache.told.clear()


def keys_at(path: str) -> set[str]:
    return set(Client().get(path)["xkey"].split())


def test_a_changed_page_is_forgotten_and_what_shows_it_and_nothing_else(home, news, keyed):
    other = factories.ContentPageFactory(parent=home)
    changed = factories.ContentPageFactory(parent=home)
    text = f'<p><a linktype="page" id="{changed.pk}">dort</a></p>'
    linking = factories.ContentPageFactory(parent=home, body=stream(("paragraph", text)))
    begin(keyed)
    kept = {page.url: keys_at(page.url) for page in (home, news, changed, linking, other)}
    changed.title = "Anders"
    changed.save()
    told = forgotten(keyed)
    assert {url for url, keys in kept.items() if keys & told} == {
        page.url for page in (home, news, changed, linking)
    }


def test_a_new_item_is_told_to_its_neighbours(news, keyed):
    items = [
        factories.NewsPageFactory(parent=news, date=f"2024-0{month}-01") for month in (1, 4, 7, 9)
    ]
    begin(keyed)
    kept = [keys_at(item.url) for item in items]
    factories.NewsPageFactory(parent=news, date="2024-03-01")
    told = forgotten(keyed)
    # The third names the second, which counts as changed.
    assert [bool(keys & told) for keys in kept] == [True, True, True, False]


def test_what_stands_around_every_page_reaches_every_page(home, keyed):
    page = factories.ContentPageFactory(parent=home)
    begin(keyed)
    kept = keys_at(page.url)
    factories.ContentPageFactory(parent=home, show_in_menus=True)
    assert "site" in kept & forgotten(keyed)


def test_a_withdrawn_consent_is_told_with_all_that_showed_the_profile(directory, keyed):
    advisor = factories.AdvisorPageFactory(parent=directory, email="ada@example.org")
    factories.AdvisorConsentFactory(advisor=advisor)
    begin(keyed)
    addresses = [advisor.url, f"/vcard/advisor/{advisor.pk}.vcf", directory.url, "/sitemap.xml"]
    kept = [keys_at(address) for address in [*addresses, f"/api/v2/pages/{advisor.pk}/"]]
    factories.AdvisorConsentFactory(advisor=advisor, withdrawn_on=timezone.localdate())
    told = forgotten(keyed)
    assert all(keys & told for keys in kept)


def test_pages_without_end_are_one_key(home, keyed, monkeypatch):
    begin(keyed)
    monkeypatch.setattr(affected, "MOST_PAGES", 3)
    for _ in range(5):
        factories.ContentPageFactory(parent=home)
    assert forgotten(keyed) == {"all"}


def test_caches_without_keys_are_told_the_addresses_old_and_new(home, news, by_address):
    item = factories.NewsPageFactory(parent=news, slug="alt")
    begin(by_address)
    item.slug = "neu"
    item.save()
    settle()
    work()
    told = by_address.paths()
    assert {"/de/aktuelles/alt/", "/de/aktuelles/neu/", news.url, home.url} <= set(told)
    assert {"/sitemap.xml", "/sitemap-1.xml", "/api/v2/pages/", "/de/feeds/atom.xml"} <= set(told)
    assert {f"/api/v2/pages/{item.pk}/", f"/de/feeds/events/{item.pk}.ics"} <= set(told)
    assert len(told) == len(set(told))
    assert {headers["Host"] for __, __, headers, __ in by_address.told} == {"www.example.org"}


def test_publishing_waits_for_no_cache_and_what_was_not_told_is_told_later(news, keyed):
    begin(keyed)
    keyed.status = 503
    factories.NewsPageFactory(parent=news)
    assert keyed.told == []  # the worker's task, not the editor's
    settle()
    work()
    assert Purge.objects.exists()
    later = DBTaskResult.objects.get()
    assert later.run_after > timezone.now()
    # What changes meanwhile waits for the same attempt.
    keyed.status = 200
    later.delete()
    purging.wake(timezone.now())
    work()
    assert not Purge.objects.exists()
    assert "list" in keyed.forgotten()


def test_a_cache_that_never_answers_is_given_up(news, keyed, caplog):
    begin(keyed)
    keyed.status = 503
    factories.NewsPageFactory(parent=news)
    settle()
    work()
    for row in Purge.objects.all():
        row.noted_at = timezone.now() - GIVEN_UP_AFTER - timedelta(minutes=1)
        row.save()
    purging.purge()
    assert not Purge.objects.exists()
    assert "never forgotten" in caplog.text


def test_without_a_cache_nothing_is_stored(news, settings):
    settings.WAGTAILFRONTENDCACHE = configuration.caches("", [], "", "")
    factories.NewsPageFactory(parent=news)
    settle()
    assert not Purge.objects.exists()


def test_a_cache_that_is_nowhere_is_tried_again(news, settings):
    settings.WAGTAILFRONTENDCACHE = configuration.caches("varnish", ["http://127.0.0.1:9/"], "", "")
    factories.NewsPageFactory(parent=news)
    settle()
    work()
    assert Purge.objects.exists()
