"""Nobody publishes a translation that is not finished without having been told."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from editing.localize.publishing import readiness
from tests import factories
from tests.trees import reloaded, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def page(news, english_news) -> Any:
    return factories.NewsPageFactory(parent=news, title="Auftakt", teaser="Es geht los.")


def publish(client: Client, english: Any, **fields: str) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(
            reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish", **fields}
        )


@pytest.fixture
def draft(page) -> Any:
    source, __ = TranslationSource.update_or_create_from_instance(page)
    source.translations.create(target_locale=factories.language("en")).save_target(publish=False)
    return page.get_translation(factories.language("en"))


def test_sentences_without_translation_are_shown_before_they_are_published(admin, draft) -> None:
    response = publish(admin, draft)

    assert not reloaded(draft).live
    assert "Es geht los." in response.content.decode()

    publish(admin, draft, confirmed="1")

    assert reloaded(draft).live


def test_a_sentence_translated_by_a_machine_is_shown_too(admin, page) -> None:
    english = translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})
    sentence = StringTranslation.objects.get(data="Off we go.")
    sentence.data, sentence.translation_type = "It goes los.", "machine"
    sentence.save()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    StringTranslation.objects.filter(pk__gt=0).exclude(pk=sentence.pk).update(
        translation_type="manual"
    )
    assert readiness(translation).unread == ["Es geht los."]

    response = publish(admin, english)

    assert "Es geht los." in response.content.decode()
    assert reloaded(english).teaser == "Off we go."


def test_a_finished_translation_is_published_at_once(admin, page) -> None:
    english = translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})
    for sentence in StringTranslation.objects.all():
        sentence.translation_type = "manual"
        sentence.save()
    sentence = StringTranslation.objects.get(data="Off we go.")
    sentence.data = "Here we go."
    sentence.save()

    publish(admin, english)

    assert reloaded(english).teaser == "Here we go."


def test_a_snippet_is_asked_about_too(admin, english_home) -> None:
    contact = factories.ContactPersonFactory(role="Leitung")
    source, __ = TranslationSource.update_or_create_from_instance(contact)
    source.translations.create(target_locale=factories.language("en")).save_target()
    english = contact.get_translation(factories.language("en"))

    address = reverse("wagtailsnippets_core_contactperson:edit", args=[english.pk])
    response = admin.post(address, {"action": "publish"})

    assert "Leitung" in response.content.decode()


def test_many_pages_at_once_do_not_carry_an_unfinished_translation_along(admin, draft) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    admin.post(f"{address}?id={draft.pk}&next=/admin/", {"include_descendants": ""})

    assert not reloaded(draft).live


def test_how_much_is_there_is_known_from_two_queries(
    page, draft, django_assert_num_queries
) -> None:
    translation = Translation.objects.select_related("source").get(
        source__object_id=page.translation_key
    )
    with django_assert_num_queries(2):
        readiness(translation)
