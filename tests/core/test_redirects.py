"""Addresses that once worked: after renaming and moving in the admin, and after withdrawal."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringTranslation

from home.models import ContentPage, HomePage
from tests import factories, hiding
from tests.trees import in_english, reloaded, translated, update_translation

pytestmark = pytest.mark.django_db
LANGUAGES = ["de", "en"]


@pytest.fixture
def editor(home: HomePage) -> Client:
    client = Client()
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def pages(english_home: HomePage, home: HomePage) -> dict[str, tuple[ContentPage, ContentPage]]:
    """By language: a page of the start page, and one below it."""
    page = published(factories.ContentPageFactory(parent=home, title="Projekt", slug="projekt"))
    child = published(factories.ContentPageFactory(parent=page, title="Ziele", slug="ziele"))
    return {
        "de": (page, child),
        "en": (
            in_english(page, title="Project", slug="project"),
            in_english(child, title="Aims", slug="aims"),
        ),
    }


def published(page: ContentPage) -> ContentPage:
    """With the moment of publication, which tells a withdrawn page from a draft."""
    page.save_revision().publish()
    return reloaded(page)


def edit(editor: Client, page: ContentPage, **values: Any) -> None:
    data = {
        "title": page.title,
        "slug": page.slug,
        "seo_title": "",
        "lead": "",
        "body": streamfield([]),
        "search_description": "",
        "comments": inline_formset([]),
        "action-publish": "1",
        **values,
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):  # Wagtail makes the redirects after it
        response = editor.post(address, nested_form_data(data))
    assert response.status_code == 302


def move(editor: Client, page: ContentPage, target: Any) -> None:
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
    assert editor.post(address).status_code == 302


def withdraw(editor: Client, page: ContentPage) -> None:
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert editor.post(address, {"include_descendants": "on"}).status_code == 302


def leads_to(client: Client, old: str, new: str) -> None:
    """The old address answers with one permanent redirect to a page that is there."""
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_renamed_page_and_those_below_it_are_found_at_their_old_addresses(
    client, editor, pages, language
) -> None:
    page, child = pages[language]
    old, old_child = page.url, child.url

    edit(editor, page, slug="neu")

    assert reloaded(page).url == f"/{language}/neu/"
    leads_to(client, old, f"/{language}/neu/")
    leads_to(client, old_child, f"/{language}/neu/{child.slug}/")


def test_the_other_language_keeps_its_addresses(client, editor, pages) -> None:
    edit(editor, pages["de"][0], slug="neu")

    assert client.get("/en/project/aims/").status_code == 200


def test_every_name_a_page_had_leads_to_the_present_one_in_one_step(client, editor, pages) -> None:
    page, child = pages["de"]
    edit(editor, page, slug="zwei")
    edit(editor, reloaded(page), slug="drei")

    for old in ("/de/projekt/", "/de/zwei/"):
        leads_to(client, old, "/de/drei/")
        leads_to(client, f"{old}{child.slug}/", "/de/drei/ziele/")


def test_a_name_taken_back_does_not_run_in_circles(client, editor, pages) -> None:
    page, __ = pages["de"]
    edit(editor, page, slug="zwei")
    edit(editor, reloaded(page), slug="projekt")

    assert client.get("/de/projekt/").status_code == 200
    leads_to(client, "/de/zwei/", "/de/projekt/")


def test_a_new_page_at_an_old_address_comes_first(client, editor, pages, home) -> None:
    edit(editor, pages["de"][0], slug="zwei")
    factories.ContentPageFactory(parent=reloaded(home), title="Ein anderes", slug="projekt")

    assert client.get("/de/projekt/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moved_page_and_those_below_it_are_found_at_their_old_addresses(
    client, editor, pages, home, language
) -> None:
    page, child = pages[language]
    old, old_child = page.url, child.url
    target = factories.ContentPageFactory(parent=page.get_parent(), slug="archiv")

    move(editor, page, target)

    leads_to(client, old, f"/{language}/archiv/{page.slug}/")
    leads_to(client, old_child, f"/{language}/archiv/{page.slug}/{child.slug}/")


def test_a_slug_changed_by_a_translator_leaves_a_redirect(client, home, english_home) -> None:
    german = factories.ContentPageFactory(parent=home, title="Projekt", slug="projekt")
    english = translated(german, {"Projekt": "Project", "projekt": "project"})
    assert english.url == "/en/project/"

    StringTranslation.objects.filter(data="project").update(data="the-project")
    with TestCase.captureOnCommitCallbacks(execute=True):
        update_translation(german)

    leads_to(client, "/en/project/", "/en/the-project/")


# --- Withdrawn ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Diese Seite wurde zurückgezogen"), ("en", "This page was withdrawn")],
)
def test_what_was_withdrawn_is_gone_with_all_below_it(
    client, editor, pages, language, sentence
) -> None:
    page, child = pages[language]

    withdraw(editor, page)

    for address in (page.url, child.url):
        response = client.get(address)
        assert response.status_code == 410
        heading = BeautifulSoup(response.content, "html5lib").h1
        assert heading.get_text(strip=True) == sentence


def test_at_an_old_name_of_a_withdrawn_page_the_answer_is_that_it_is_gone(
    client, editor, pages
) -> None:
    page, __ = pages["de"]
    edit(editor, page, slug="zwei")
    withdraw(editor, page)

    response = client.get("/de/projekt/")

    assert response.status_code == 410
    assert "/zwei/" not in response.text


def test_an_editor_can_lead_from_a_withdrawn_page_to_another(client, editor, pages, home) -> None:
    page, __ = pages["de"]
    withdraw(editor, page)
    response = editor.post(
        reverse("wagtailredirects:add"),
        {
            "old_path": "/de/projekt/",
            "site": "",
            "is_permanent": "on",
            "redirect_page": home.pk,
            "redirect_link": "",
        },
    )
    assert response.status_code == 302
    assert Redirect.objects.filter(old_path="/de/projekt").exists()

    leads_to(client, "/de/projekt/", "/de/")


def test_a_draft_was_never_there(client, home) -> None:
    factories.ContentPageFactory(parent=home, slug="entwurf", live=False)

    assert client.get("/de/entwurf/").status_code == 404


# --- Private --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["password", "login", "group"])
def test_an_old_name_of_a_private_page_does_not_tell_the_present_one(
    client, editor, pages, way
) -> None:
    page, __ = pages["de"]
    edit(editor, page, slug="zwei")
    hiding.OF_ITSELF[way](page)

    response = client.get("/de/projekt/")

    assert response.status_code == 404
    assert "/zwei/" not in response.text


def test_who_may_see_a_private_page_is_led_to_it(client, editor, pages) -> None:
    page, __ = pages["de"]
    edit(editor, page, slug="zwei")
    hiding.by_login(page)
    client.force_login(factories.UserFactory(is_superuser=False, is_staff=False))

    leads_to(client, "/de/projekt/", "/de/zwei/")
