"""An editor sees the page in both languages before it is published."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_headless_preview.models import PagePreview
from wagtail_localize.models import StringTranslation, TranslationSource

from tests import factories
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def page(news, english_news) -> Any:
    return factories.NewsPageFactory(parent=news, title="Auftakt", teaser="Es geht los.")


def preview(client: Client, page: Page, mode: str) -> str:
    """What the preview of the page's newest version shows in a mode."""
    revision = page.get_latest_revision() or page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])
    response = client.get(address, {"mode": mode})
    assert response.status_code == 200
    return response.content.decode()


def test_both_languages_and_three_sizes_are_offered(page) -> None:
    assert [name for name, __ in page.preview_modes] == ["", "in-en"]
    assert {size["name"] for size in page.preview_sizes} == {"mobile", "tablet", "desktop"}
    assert [name for name, __ in in_english(page).preview_modes] == ["", "in-de"]


def test_a_form_keeps_its_own_previews(home) -> None:
    contact = factories.ContactPageFactory(parent=home)
    assert [name for name, __ in contact.preview_modes] == ["form", "landing", "in-en"]


def test_without_a_translation_the_preview_says_so(admin, page) -> None:
    content = preview(admin, page, "in-en")

    assert "Englisch" in content
    assert "Es geht los." not in content


def test_the_draft_of_the_translation_is_shown_in_its_language(admin, page) -> None:
    english = in_english(page, title="Kick-off")
    english.teaser = "Not published yet"
    english.save_revision()

    content = preview(admin, page, "in-en")

    assert "Kick-off" in content
    assert '<html lang="en"' in content
    assert '<html lang="de"' in preview(admin, page, "")


def test_sentences_show_as_soon_as_they_are_translated(admin, page) -> None:
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))
    translation.save_target(publish=False)
    segment = source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data="Kick-off",
    )

    assert "<h1>Kick-off</h1>" in preview(admin, page, "in-en").replace("\n", "")


def test_the_translation_editor_shows_both_languages_too(admin, page) -> None:
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))
    translation.save_target(publish=False)

    for mode, language in (("", "en"), ("in-de", "de")):
        address = reverse(
            "wagtail_localize:preview_translation", args=[translation.pk, *([mode] if mode else [])]
        )
        assert f'<html lang="{language}"' in admin.get(address).content.decode()


def test_the_original_is_shown_as_its_editor_last_saved_it(admin, page) -> None:
    english = in_english(page)
    page = reloaded(page)
    page.title = "Neuer Entwurf"
    page.save_revision()

    assert "Neuer Entwurf" in preview(admin, english, "in-de")


def test_drafts_of_the_other_language_stay_with_who_may_edit_them(client, page, news) -> None:
    english = in_english(page, title="Kick-off")
    english.title = "Secret plan"
    english.save_revision()
    user = factories.UserFactory(is_superuser=False)
    group = Group.objects.create(name="Redaktion")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(
        codename="change_page", content_type__app_label="wagtailcore"
    )
    GroupPagePermission.objects.create(group=group, page=news, permission=permission)
    user.groups.add(group)
    client.force_login(user)

    assert "Kick-off" in preview(client, page, "in-en")

    english.unpublish()
    content = preview(client, page, "in-en")
    assert "Kick-off" not in content
    assert "Secret plan" not in content


def test_a_front_end_elsewhere_gets_the_translation(admin, page, settings) -> None:
    settings.WAGTAIL_HEADLESS_PREVIEW = {
        "CLIENT_URLS": {"default": "https://preview.example.org/show"}
    }
    in_english(page)

    content = preview(admin, page, "in-en")

    assert "https://preview.example.org/show" in content
    assert PagePreview.objects.get().as_page().locale.language_code == "en"
