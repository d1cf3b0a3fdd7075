"""Drafts in another front end: what the editor sees there, and who else can."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_headless_preview.models import PagePreview

from core.previews import check_client_urls
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from tests import factories, hiding
from tests.trees import english_home, english_news, fresh_cache, home, in_english, news, stream

__all__ = ["english_home", "english_news", "fresh_cache", "home", "news"]

pytestmark = pytest.mark.django_db

FRONT_END = "https://front.example.org"
ADDRESS = "/api/v2/page_preview/"


@pytest.fixture(autouse=True)
def front_end(settings) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": f"{FRONT_END}/preview"}}


@pytest.fixture
def editor(db: None) -> Client:
    client = Client()
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def item(news: NewsIndexPage) -> NewsPage:
    return factories.NewsPageFactory(
        parent=news, title="Austausch", body=stream(("paragraph", "<p>Öffentlich.</p>"))
    )


def form_data(**values: Any) -> dict[str, Any]:
    """What the editor's form of a news item sends."""
    return nested_form_data(
        {
            "title": "Entwurf",
            "slug": "entwurf",
            "teaser": "Noch nicht fertig.",
            "date_precision": "day",
            "body": streamfield([("paragraph", '{"blocks": [], "entityMap": {}}')]),
            "topic_links": inline_formset([]),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def preview(editor: Client, page: Any, **values: Any) -> Any:
    """The preview of unsaved changes to a page, as the editor's panel asks for it."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editor.post(address, form_data(**values)).json() == {
        "is_valid": True,
        "is_available": True,
    }
    return editor.get(address, {"in_preview_panel": "true"})


def draft_view(editor: Client, page: Any) -> Any:
    return editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


def frame_of(response: Any) -> str:
    (frame,) = BeautifulSoup(response.content, "html5lib").find_all("iframe")
    return frame["src"]


def asked_with(address: str) -> dict[str, str]:
    """The parameters that the front end finds in its own address, and hands on."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def read(parameters: dict[str, str], status: int = 200) -> Any:
    response = Client().get(ADDRESS, parameters)
    assert response.status_code == status, response.text
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    return response.json()


def test_the_preview_opens_in_the_front_end(editor: Client, item: NewsPage) -> None:
    response = preview(editor, item)

    address = frame_of(response)
    assert address.startswith(f"{FRONT_END}/preview/?")
    assert asked_with(address)["content_type"] == "news.newspage"
    policy = response["Content-Security-Policy"]
    assert f"frame-src 'self' {FRONT_END};" in f"{policy};"
    assert "default-src 'none'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert not BeautifulSoup(response.content, "html5lib").select("style, script")


def test_the_front_end_reads_what_the_editor_has_not_saved_yet(
    editor: Client, item: NewsPage
) -> None:
    draft = read(asked_with(frame_of(preview(editor, item, title="Neuer Titel"))))

    assert draft["title"] == "Neuer Titel"
    assert draft["teaser"] == "Noch nicht fertig."
    public = Client().get(f"/api/v2/pages/{item.pk}/").json()
    assert public["title"] == "Austausch"
    assert draft.keys() == public.keys()
    assert draft["meta"].keys() == public["meta"].keys()
    assert (draft["id"], draft["meta"]["parent"]) == (item.pk, public["meta"]["parent"])


def test_a_page_that_was_never_saved_can_be_read_as_well(
    editor: Client, news: NewsIndexPage, english_news: NewsIndexPage
) -> None:
    topic = factories.TopicFactory(name="Bildung")
    address = reverse("wagtailadmin_pages:preview_on_add", args=["news", "newspage", news.pk])
    data = form_data(topic_links=inline_formset([{"topic": topic.pk}]))
    assert editor.post(address, data).json()["is_valid"]

    draft = read(asked_with(frame_of(editor.get(address))))

    assert draft["title"] == "Entwurf"
    assert [topic["name"] for topic in draft["topics"]] == ["Bildung"]
    assert draft["meta"]["parent"]["id"] == news.pk
    assert draft["meta"]["locale"] == "de"
    assert draft["translations"] == []
    assert draft["id"] == 0
    assert not NewsPage.objects.exists()


def test_the_draft_of_a_translation_is_read_in_its_language(editor: Client, item: NewsPage) -> None:
    in_english(item.get_parent().get_parent().specific, slug="en")
    in_english(item.get_parent().specific)
    topic = factories.TopicFactory(name="Bildung")
    in_english(topic, name="Education")
    english = in_english(item, title="Exchange")
    english.topic_links.create(topic=topic)
    english.title = "Draft"
    english.save_revision()

    draft = read(asked_with(frame_of(draft_view(editor, english))))

    assert draft["title"] == "Draft"
    assert draft["meta"]["locale"] == "en"
    assert [topic["name"] for topic in draft["topics"]] == ["Education"]
    assert [link["id"] for link in draft["translations"]] == [item.pk]


ALL_EXPANSIONS = "breadcrumbs,translations,navigation,children,siblings,related,seo"


def test_a_draft_is_expanded_as_a_page_is(editor: Client, item: NewsPage) -> None:
    other = factories.NewsPageFactory(parent=item.get_parent(), title="Daneben")
    asked = asked_with(frame_of(preview(editor, item, title="Neuer Titel")))
    draft = read({**asked, "expand": ALL_EXPANSIONS})
    public = Client().get(f"/api/v2/pages/{item.pk}/", {"expand": ALL_EXPANSIONS}).json()

    assert draft.keys() == public.keys()
    assert draft["breadcrumbs"] == public["breadcrumbs"]
    assert draft["siblings"] == public["siblings"]
    assert [card["id"] for card in draft["siblings"]["items"]] == [other.pk]
    assert draft["seo"]["title"] == "Neuer Titel"
    assert draft["seo"]["canonical"] == public["seo"]["canonical"]


def test_a_draft_that_is_not_public_has_no_place_among_those_that_are(
    editor: Client, item: NewsPage
) -> None:
    other = factories.NewsPageFactory(parent=item.get_parent(), title="Daneben")
    hiding.as_draft(item)
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["news", "newspage", other.get_parent().pk]
    )
    assert editor.post(address, form_data()).json()["is_valid"]
    for response in (draft_view(editor, item), editor.get(address)):
        draft = read({**asked_with(frame_of(response)), "expand": ALL_EXPANSIONS})
        siblings = draft["siblings"]
        assert [card["id"] for card in siblings.pop("items")] == [other.pk]
        assert siblings == {"total_count": 1, "previous": None, "next": None}
        assert draft["children"] == {"total_count": 0, "items": []}
        assert [link["type"] for link in draft["breadcrumbs"]] == [
            "home.HomePage",
            "news.NewsIndexPage",
        ]
        assert draft["seo"]["canonical"] == draft["meta"]["html_url"]


def test_fields_narrow_the_draft_as_they_narrow_a_page(editor: Client, item: NewsPage) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))

    assert read({**parameters, "fields": "_,title"}) == {"title": "Entwurf"}
    assert "nonsense" in read({**parameters, "nonsense": "1"}, status=400)["message"]


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_links_in_a_draft_lead_only_where_a_visitor_may_go(
    hide: Any, editor: Client, item: NewsPage, home: HomePage
) -> None:
    secret = factories.ContentPageFactory(
        parent=factories.ContentPageFactory(parent=home), title="Verborgenes"
    )
    hide(secret)
    item.body = stream(("paragraph", f'<p><a linktype="page" id="{secret.pk}">dort</a></p>'))
    item.related_links.create(page=secret)
    item.save_revision()

    draft = read(asked_with(frame_of(draft_view(editor, item))))

    assert draft["related_pages"] == []
    assert secret.slug not in str(draft["body"])
    assert "dort" in str(draft["body"])


def test_of_a_profile_only_what_its_consent_covers_is_read(editor: Client, home: HomePage) -> None:
    directory = factories.AdvisorIndexPageFactory(parent=home)
    profile = factories.AdvisorPageFactory(parent=directory, city="Bochum", live=False)
    profile.save_revision()

    without = read(asked_with(frame_of(draft_view(editor, profile))))
    factories.AdvisorConsentFactory(advisor=profile, scopes=["city"])
    with_city = read(asked_with(frame_of(draft_view(editor, profile))))

    assert (without["last_name"], without["city"]) == ("", "")
    assert (with_city["last_name"], with_city["city"]) == ("", "Bochum")


def test_the_thank_you_text_is_shown_there_as_well(editor: Client, home: HomePage) -> None:
    contact = factories.ContactPageFactory(parent=home)

    response = contact.make_preview_request(preview_mode="landing")

    assert frame_of(response).startswith(FRONT_END)
    assert asked_with(frame_of(response))["mode"] == "landing"


def test_a_token_is_good_for_one_draft_only(editor: Client, item: NewsPage, home: HomePage) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))
    other = factories.ContentPageFactory(parent=home, live=False)
    other.save_revision()

    for content_type in ("home.contentpage", "news.newsindexpage", "nonsense", "auth.user", "."):
        answer = read({**parameters, "content_type": content_type}, status=404)
        assert answer == {"message": "there is no such preview"}
    assert read(parameters)["id"] == item.pk


def test_each_look_has_a_token_of_its_own(editor: Client, item: NewsPage) -> None:
    first = asked_with(frame_of(preview(editor, item, title="Erster")))
    second = asked_with(frame_of(preview(editor, item, title="Zweiter")))

    assert first["token"] != second["token"]
    assert (read(first)["title"], read(second)["title"]) == ("Erster", "Zweiter")


@pytest.mark.parametrize("change", ["forged", "another page's", "of another kind"])
def test_a_token_that_nobody_was_given_opens_nothing(
    change: str, editor: Client, item: NewsPage
) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))
    head, __, signature = parameters["token"].rpartition(":")
    token = {
        "forged": f"{head}:{signature[::-1]}",
        "another page's": f"{item.pk + 1}{head.lstrip('0123456789')}:{signature}",
        "of another kind": signing.TimestampSigner().sign(f"{item.pk}"),
    }[change]

    answer = read({**parameters, "token": token}, status=403)

    assert answer == {"message": "the token is not valid"}


def test_a_token_is_good_for_minutes(editor: Client, item: NewsPage, monkeypatch, settings) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))
    settings.HEADLESS_PREVIEW_MINUTES = 5

    def wait(minutes: int) -> None:
        then = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr("django.core.signing.time.time", then.timestamp)

    wait(4)
    assert read(parameters)["id"] == item.pk
    wait(6)
    assert read(parameters, status=403) == {"message": "the token has expired"}
    preview(editor, item)
    assert PagePreview.objects.count() == 1  # the expired draft is gone


@pytest.mark.parametrize("missing", ["content_type", "token"])
def test_both_parameters_are_needed(missing: str, editor: Client, item: NewsPage) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))

    assert missing in read({**parameters, missing: ""}, status=400)["message"]
    del parameters[missing]
    assert missing in read(parameters, status=400)["message"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_token_only_reads(method: str, editor: Client, item: NewsPage) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))

    response = getattr(Client(), method)(f"{ADDRESS}?token={parameters['token']}")

    assert response.status_code == 405


def test_without_a_front_end_previews_are_the_sites_own(
    editor: Client, item: NewsPage, settings
) -> None:
    parameters = asked_with(frame_of(preview(editor, item)))
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {}}

    shown = preview(editor, item, title="Neuer Titel")

    assert "Neuer Titel" in shown.text
    assert "<iframe" not in shown.text
    assert PagePreview.objects.count() == 1
    assert read(parameters, status=404) == {"message": "not found"}


def test_a_wrong_address_of_the_front_end_is_told_at_the_start(settings) -> None:
    assert check_client_urls() == []
    for urls in ({"default": "front.example.org"}, {"www.example.org": FRONT_END}):
        settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": urls}
        assert [problem.id for problem in check_client_urls()] == ["core.E001"]
