"""Under which keys caches keep an answer."""

import pytest
from django.test import Client

from delivery.upstream import keys
from tests import factories
from tests.trees import stream

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def header(settings) -> None:
    settings.SURROGATE_KEY_HEADER = "Surrogate-Key"


def keys_at(path: str) -> set[str]:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return set(answer["Surrogate-Key"].split())


def link_to(page) -> str:
    return f'<p><a linktype="page" id="{page.pk}">dort</a></p>'


def test_a_page_has_its_own_key_and_those_of_what_it_shows(home, news):
    linked = factories.ContentPageFactory(parent=home)
    below = factories.ContentPageFactory(
        parent=factories.ContentPageFactory(parent=home),
        body=stream(("paragraph", link_to(linked))),
    )
    assert keys_at(below.url) == {
        *("all", "site"),
        *(keys.key_of_page(page.pk) for page in (below, below.get_parent(), home, linked)),
    }


def test_lists_hang_on_everything(home, news, directory):
    factories.StatePageFactory(parent=home, slug="nrw")
    for path in (home.url, news.url, directory.url, "/de/nrw/", "/de/suche/?q=a", "/sitemap.xml"):
        assert "list" in keys_at(path), path
    for path in ("/de/feeds/atom.xml", "/api/v2/pages/", "/api/v2/navigation/"):
        assert "list" in keys_at(path), path


def test_news_have_the_keys_of_their_neighbours(news):
    older, item, newer = (
        factories.NewsPageFactory(parent=news, date=f"2024-0{month}-01") for month in (1, 2, 3)
    )
    found = keys_at(item.url)
    assert {f"page-{page.pk}" for page in (older, item, newer, news)} <= found
    assert "list" not in found


def test_what_is_about_one_page_has_its_key_alone(home, directory):
    advisor = factories.AdvisorPageFactory(parent=directory, email="ada@example.org")
    factories.AdvisorConsentFactory(advisor=advisor)
    alone = {"all", f"page-{advisor.pk}"}
    assert keys_at(f"/vcard/advisor/{advisor.pk}.vcf") == alone
    assert keys_at(f"/api/v2/pages/{advisor.pk}/") == alone
    # What was asked for besides may be anything.
    assert "list" in keys_at(f"/api/v2/pages/{advisor.pk}/?fields=*")


def test_nothing_hidden_has_a_key(home):
    hidden = factories.ContentPageFactory(parent=home, live=False)
    page = factories.ContentPageFactory(parent=home, body=stream(("paragraph", link_to(hidden))))
    assert f"page-{hidden.pk}" not in keys_at(page.url)


def test_too_many_keys_become_the_broad_one(home):
    linked = [factories.ContentPageFactory(parent=home) for _ in range(keys.MOST)]
    text = "".join(map(link_to, linked))
    page = factories.ContentPageFactory(parent=home, body=stream(("paragraph", text)))
    assert keys_at(page.url) == {"all", "site", "list"}


def test_keys_are_sent_only_with_what_may_be_kept_and_where_a_cache_wants_them(home, settings):
    contact = factories.ContactPageFactory(parent=home)
    assert "Surrogate-Key" not in Client().get(contact.url)
    assert "Surrogate-Key" not in Client().get("/de/fehlt/")
    settings.SURROGATE_KEY_HEADER = "Cache-Tag"
    assert Client().get(home.url)["Cache-Tag"] == "all,site,list"
    settings.SURROGATE_KEY_HEADER = ""
    answer = Client().get(home.url)
    assert not {"Surrogate-Key", "Cache-Tag"} & set(answer.headers)
