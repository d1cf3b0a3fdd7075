"""Submitting for translation changes nothing that is public, and makes no aliases."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation

from editing.localize.submitting import NewTranslations
from tests import factories
from tests.trees import in_english, reloaded, stream, translated, update_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


def submit(client: Client, page: Page, **fields: Any) -> Any:
    english = factories.language("en")
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            {"locales": [english.pk], **fields},
        )


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def editor(*permissions: tuple[Page, str]) -> Any:
    """Somebody with these permissions on these branches, who may submit for translation."""
    user = factories.UserFactory(is_superuser=False)
    group = Group.objects.create(name="Redaktion")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="submit_translation"),
    )
    for page, codename in permissions:
        permission = Permission.objects.get(
            codename=codename, content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


def test_the_translation_of_a_published_page_is_a_draft(admin, news, english_news) -> None:
    page = factories.NewsPageFactory(parent=news)

    response = submit(admin, page)

    english = page.get_translation(factories.language("en"))
    assert not english.live
    assert response.url == reverse("wagtailadmin_pages:edit", args=[english.pk])
    assert Client().get(english.url).status_code == 404


def test_what_is_already_translated_is_not_touched_by_submitting_its_branch(
    admin, home, english_home
) -> None:
    section = factories.NewsIndexPageFactory(parent=home)
    page = factories.NewsPageFactory(parent=section, title="Auftakt", teaser="Es geht los.")
    by_hand = factories.NewsPageFactory(parent=section)
    new = factories.NewsPageFactory(parent=section)
    in_english(section, title="News")
    english = translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})
    english_by_hand = in_english(by_hand, teaser="Written by hand.")
    StringTranslation.objects.get(data="Off we go.").delete()  # in the middle of the work

    creator = NewTranslations(None, [factories.language("en")])
    creator.create_branch(section, with_descendants=True)

    assert reloaded(english).teaser == "Off we go."
    assert reloaded(english_by_hand).teaser == "Written by hand."
    assert new.get_translations().count() == 1


def test_a_page_is_submitted_together_with_what_stands_above_it(admin, home, english_home) -> None:
    section = factories.ContentPageFactory(parent=home, title="Über uns")
    page = factories.ContentPageFactory(parent=section, title="Team")

    submit(admin, page)

    english = page.get_translation(factories.language("en"))
    parent = english.get_parent()
    assert parent.translation_key == section.translation_key
    assert not parent.live
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert Translation.objects.filter(source__object_id=section.translation_key).exists()


def test_what_cannot_be_saved_in_english_is_not_submitted_and_it_is_said_why(
    admin, english_home
) -> None:
    taken = factories.TopicFactory(slug="migration", locale=factories.language("en"))
    topic = factories.TopicFactory(slug="migration")

    response = admin.post(
        reverse("wagtail_localize:submit_snippet_translation", args=["core", "topic", topic.pk]),
        {"locales": [taken.locale_id]},
    )

    assert response.status_code == 200
    [message] = response.context["messages"]
    assert message.level_tag == "error"
    assert topic.name in str(message)
    assert not Translation.objects.exists()


def test_who_may_neither_edit_the_page_nor_add_translations_cannot_submit_it(
    client, news, english_news
) -> None:
    page = factories.NewsPageFactory(parent=news)
    elsewhere = factories.ContentPageFactory(parent=news.get_parent())
    client.force_login(editor((elsewhere, "change_page")))

    response = submit(client, page)

    assert response.status_code == 302
    assert not page.get_translations().exists()


def test_a_translator_of_the_english_tree_submits_german_pages(client, news, english_news) -> None:
    page = factories.NewsPageFactory(parent=news)
    client.force_login(editor((english_news, "add_page"), (english_news, "change_page")))

    submit(client, page)

    assert page.get_translations().count() == 1


def update(client: Client, page: Page, **fields: Any) -> Any:
    source = Translation.objects.get(source__object_id=page.translation_key).source
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(
            reverse("wagtail_localize:update_translations", args=[source.pk]), fields, follow=True
        )


@pytest.fixture
def changed(news, english_news) -> Any:
    """A German page with an English translation, changed and published since."""
    page = factories.NewsPageFactory(parent=news, title="Auftakt", teaser="Es geht los.")
    translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})
    page = reloaded(page)
    page.teaser = "Es ging los."
    page.save_revision().publish()
    return page


def test_an_update_brings_new_sentences_and_leaves_the_public_page_alone(admin, changed) -> None:
    update(admin, changed)

    translation = Translation.objects.get(source__object_id=changed.translation_key)
    total, done = translation.get_progress()
    assert total - done == 1
    assert changed.get_translation(factories.language("en")).teaser == "Off we go."


def test_an_update_publishes_only_what_is_completely_translated(admin, changed) -> None:
    response = update(admin, changed, publish_translations="on")

    assert "was not published" in messages_of(response) or "nicht veröffentlicht" in messages_of(
        response
    )
    assert changed.get_translation(factories.language("en")).teaser == "Off we go."


def test_an_update_publishes_nothing_for_who_may_not_publish_the_translation(
    client, news, english_news
) -> None:
    page = factories.NewsPageFactory(parent=news, title="Auftakt", teaser="Es geht los.")
    english = translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})
    StringTranslation.objects.get(data="Off we go.").delete()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = translation.source.stringsegment_set.get(context__path="teaser")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=english.locale, data="Go!"
    )
    client.force_login(editor((news, "change_page"), (news, "publish_page")))

    update(client, page, publish_translations="on")

    assert reloaded(english).teaser == "Off we go."


def test_no_translation_becomes_an_alias(admin, news, english_news) -> None:
    page = factories.NewsPageFactory(parent=news)
    english = translated(page)

    address = reverse("wagtail_localize:convert_to_alias", args=[english.pk])

    assert admin.post(address).status_code == 404
    assert reloaded(english).alias_of_id is None


def test_no_language_can_be_synchronised_from_another(admin, home, english_home) -> None:
    english = factories.language("en")
    address = reverse("wagtaillocales:edit", args=[english.pk])
    assert b"sync_from" not in admin.get(address).content

    component = LocaleSynchronization._meta.db_table
    admin.post(
        address,
        {
            "language_code": "en",
            f"component-{component}-enabled": "on",
            f"component-{component}-sync_from": factories.language("de").pk,
        },
    )

    assert not LocaleSynchronization.objects.exists()


def test_a_copied_page_is_a_page_of_its_own(admin, news, english_news) -> None:
    page = factories.NewsPageFactory(parent=news, title="Auftakt")
    english = translated(page, {"Auftakt": "Kick-off"})

    admin.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "Auftakt zwei",
            "new_slug": "auftakt-zwei",
            "new_parent_page": news.pk,
        },
    )

    copy = Page.objects.get(slug="auftakt-zwei")
    assert copy.translation_key != page.translation_key
    assert not copy.get_translations().exists()
    assert [each.pk for each in page.get_translations()] == [english.pk]


def test_texts_of_other_blocks_survive_a_block_that_is_removed_moved_or_changed(
    home, english_home
) -> None:
    def paragraphs(*texts: str) -> list[dict]:
        ids = {"Eins": 1, "Zwei": 2, "Drei": 3, "Zwei neu": 2}
        return [
            {**block, "id": f"{ids[text]:08}-1111-1111-1111-111111111111"}
            for text in texts
            for block in stream(("paragraph", f"<p>{text}</p>"))
        ]

    page = factories.ContentPageFactory(parent=home, body=paragraphs("Eins", "Zwei", "Drei"))
    translated(page, {"Eins": "One", "Zwei": "Two", "Drei": "Three"})

    page = reloaded(page)
    page.body = paragraphs("Drei", "Zwei neu")
    page.save_revision().publish()
    english = update_translation(page)

    assert [block.value.source for block in english.body] == ["<p>Three</p>", "<p>Zwei neu</p>"]

    page.body = paragraphs("Eins", "Zwei", "Drei")
    page.save_revision().publish()
    english = update_translation(page)
    texts = [block.value.source for block in english.body]
    assert texts == ["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]
