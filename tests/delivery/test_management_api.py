"""The management API: only for people with a token, and good for what an editor does."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import APIToken, Page

from delivery import management_api
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from tests import factories, hiding
from tests.trees import fresh_cache, home, news, reloaded, translated

__all__ = ["fresh_cache", "home", "news"]

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "value": {"text": "Wie es weitergeht"}},
    {"type": "paragraph", "value": "<p>Der Verein lädt ein.</p>"},
]


class Manager:
    """Somebody with a token, or without."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {token}"} if token else {})

    def send(self, method: str, address: str, status: int = 200, data: Any = None) -> Any:
        """The answer to a request to `/api/v3/<address>`, which must have this status."""
        response = getattr(self.client, method)(
            f"/api/v3/{address}", data, content_type="application/json"
        )
        assert response.status_code == status, response.text
        assert response["Cache-Control"] == "private, no-store"
        return response.json()


def token_of(user: Any, **changes: Any) -> str:
    token, plain = APIToken.create_token(user=user, name="Test")
    APIToken.objects.filter(pk=token.pk).update(**changes)
    return plain


@pytest.fixture
def manager(db: None) -> Manager:
    return Manager(token_of(factories.UserFactory()))


@pytest.fixture
def stranger() -> Manager:
    return Manager()


def addresses_of(page: Page) -> dict[str, tuple[str, str]]:
    return {
        "list": ("get", "pages/"),
        "detail": ("get", f"pages/{page.pk}/"),
        "find": ("get", f"pages/find/?id={page.pk}"),
        "create": ("post", "pages/"),
        "update": ("patch", f"pages/{page.pk}/"),
        "delete": ("delete", f"pages/{page.pk}/"),
        "revisions": ("get", f"pages/{page.pk}/revisions/"),
        "publish": ("post", f"pages/{page.pk}/actions/publish/"),
        "schema": ("get", "schema/"),
        "schema of a type": ("get", "schema/news.NewsPage/"),
        "sites": ("get", "sites/"),
        "who am I": ("get", "whoami/"),
        "OpenAPI": ("get", "openapi.json"),
        "documentation": ("get", "docs/"),
        "start": ("get", ""),
    }


@pytest.mark.parametrize("name", addresses_of(Page(pk=1)))
def test_nothing_is_answered_without_a_token(name: str, news: NewsIndexPage, stranger) -> None:
    method, address = addresses_of(news)[name]

    answer = stranger.send(method, address, status=401)

    assert answer["detail"] == "Authentication required"
    assert reloaded(news).live


def test_a_draft_above_a_page_stays_unknown_to_strangers(
    news: NewsIndexPage, stranger, manager
) -> None:
    item = factories.NewsPageFactory(parent=news)
    news.title = "Noch geheim"
    news.save()
    hiding.as_draft(news)

    assert "Noch geheim" not in json.dumps(stranger.send("get", f"pages/{item.pk}/", status=401))
    assert manager.send("get", f"pages/{item.pk}/")["meta"]["parent"]["title"] == "Noch geheim"


@pytest.mark.parametrize("why", ["forged", "revoked", "of somebody who left"])
def test_a_token_that_is_not_valid_opens_nothing(why: str, news: NewsIndexPage) -> None:
    user = factories.UserFactory(is_active=why != "of somebody who left")
    revoked = {"revoked_at": "2020-12-31T12:00:00Z"} if why == "revoked" else {}
    token = APIToken.generate_token() if why == "forged" else token_of(user, **revoked)

    Manager(token).send("get", "pages/", status=401)


def test_somebody_signed_in_to_the_admin_needs_a_token_as_well(news: NewsIndexPage) -> None:
    visitor = Manager()
    visitor.client.force_login(factories.UserFactory())

    visitor.send("get", "pages/", status=401)


def test_a_token_opens_no_more_than_its_owner_may_do(news: NewsIndexPage) -> None:
    nobody = Manager(token_of(factories.UserFactory(is_superuser=False, is_staff=False)))

    assert nobody.send("get", "pages/")["items"] == []
    nobody.send("get", f"pages/{news.pk}/", status=404)
    nobody.send("post", f"pages/{news.pk}/actions/unpublish/", status=403)
    assert reloaded(news).live


def test_it_is_off_unless_asked_for(settings) -> None:
    settings.API_V3_ENABLED = False

    assert management_api.urls() == []


def test_its_documentation_loads_nothing_from_elsewhere(manager) -> None:
    response = manager.client.get("/api/v3/docs/")

    page = BeautifulSoup(response.content, "html5lib")
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("[src], [href]")]
    assert len(loaded) >= 4
    assert all(address.startswith("/static/ninja/") for address in loaded)
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_every_type_of_page_can_be_read(manager, home: HomePage) -> None:
    pages = [
        factories.NewsPageFactory(parent=factories.NewsIndexPageFactory(parent=home)),
        factories.ContactPageFactory(parent=home),
        factories.ContentPageFactory(parent=home),
        factories.AccessibilityPageFactory(parent=home),
        factories.StatePageFactory(parent=home),
        factories.AdvisorPageFactory(parent=factories.AdvisorIndexPageFactory(parent=home)),
    ]

    for page in pages:
        answer = manager.send("get", f"pages/{page.pk}/")
        assert answer["meta"]["type"] == page._meta.label


def test_a_news_item_is_written_changed_published_and_translated(
    manager, news: NewsIndexPage
) -> None:
    translated(reloaded(news.get_parent().specific))
    translated(news, {"Aktuelles": "News"})
    draft = manager.send(
        "post",
        "pages/",
        status=201,
        data={
            "title": "Austausch in Bochum",
            "date": "2018-11-07",
            "teaser": "Zwei Tage Austausch.",
            "body": BODY,
            "meta": {"type": "news.NewsPage", "parent_id": news.pk},
        },
    )
    page = NewsPage.objects.get(pk=draft["id"])
    assert not page.live
    assert Client().get(f"/api/v2/pages/{page.pk}/").status_code == 404

    manager.send(
        "patch",
        f"pages/{page.pk}/",
        data={"place": "Bochum", "meta": {"type": "news.NewsPage"}},
    )
    manager.send("post", f"pages/{page.pk}/actions/publish/")

    shown = Client().get(f"/api/v2/pages/{page.pk}/").json()
    assert (shown["title"], shown["date"], shown["place"]) == (
        "Austausch in Bochum",
        "2018-11-07",
        "Bochum",
    )
    assert [block["type"] for block in shown["body"]] == ["heading", "paragraph"]

    english = translated(
        reloaded(page),
        {
            "Austausch in Bochum": "Exchange in Bochum",
            "Zwei Tage Austausch.": "Two days of exchange.",
            "Der Verein lädt ein.": "The association invites you.",
        },
    )

    answer = Client().get("/api/v2/pages/", {"type": "news.NewsPage", "locale": "en"}).json()
    assert [(item["id"], item["title"]) for item in answer["items"]] == [
        (english.pk, "Exchange in Bochum")
    ]
    detail = Client().get(f"/api/v2/pages/{english.pk}/").json()
    assert detail["teaser"] == "Two days of exchange."
    assert "The association invites you." in json.dumps(detail["body"])
    assert [link["id"] for link in detail["translations"]] == [page.pk]


def test_what_the_editor_would_refuse_is_refused_with_the_reason(
    manager, news: NewsIndexPage
) -> None:
    answer = manager.send(
        "post",
        "pages/",
        status=422,
        data={
            "title": "Vom Ende her",
            "teaser": "Kurz.",
            "end_date": "2018-11-07",
            "meta": {"type": "news.NewsPage", "parent_id": news.pk, "action": "publish"},
        },
    )

    assert any("end_date" in error["loc"] for error in answer["errors"])
    assert not NewsPage.objects.exists()


def test_a_profile_without_consent_stays_hidden_when_it_is_published_here(
    manager, home: HomePage
) -> None:
    directory = factories.AdvisorIndexPageFactory(parent=home)
    profile = factories.AdvisorPageFactory(parent=directory, live=False)

    manager.send("post", f"pages/{profile.pk}/actions/publish/")

    assert Client().get(f"/api/v2/pages/{profile.pk}/").status_code == 404
