"""The address of a translation comes from its title, and then stays."""

import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests import factories
from tests.trees import reloaded, save_published, translated, update_translation

pytestmark = pytest.mark.django_db


def submitted(page) -> Translation:
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))
    translation.save_target(publish=False)
    return translation


def put(translation: Translation, path: str, text: str, **values: str) -> None:
    segment = translation.source.stringsegment_set.get(context__path=path)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        defaults={"data": text, "translation_type": "manual", "tool_name": "", **values},
    )


def test_a_new_address_is_made_from_the_translated_title(news, english_news) -> None:
    translation = submitted(factories.NewsPageFactory(parent=news, title="Großer Auftakt"))
    put(translation, "title", "Great kick of")
    put(translation, "title", "Great kick-off &amp; more!")

    save_published(translation)

    assert translation.get_target_instance().slug == "great-kick-off-more"


def test_an_address_that_a_translator_gave_stays(news, english_news) -> None:
    translation = submitted(factories.NewsPageFactory(parent=news, title="Auftakt"))
    put(translation, "slug", "start")
    put(translation, "title", "Kick-off")

    save_published(translation)

    assert translation.get_target_instance().slug == "start"


def test_a_machine_does_not_make_the_address(news, english_news) -> None:
    translation = submitted(factories.NewsPageFactory(parent=news, title="Auftakt"))
    put(translation, "slug", "to the clock stroke", translation_type="machine")
    put(translation, "title", "Kick-off", translation_type="machine")
    assert StringTranslation.objects.get(context__path="slug").data == "kick-off"
    put(translation, "slug", "to the clock stroke", translation_type="machine")

    save_published(translation)

    assert translation.get_target_instance().slug == "kick-off"


def test_a_changed_title_in_either_language_leaves_the_published_address(
    news, english_news
) -> None:
    page = factories.NewsPageFactory(parent=news, title="Auftakt")
    translated(page, {"Auftakt": "Kick-off", "auftakt": "kick-off"})
    page.title, page.slug = "Neuer Auftakt", "neuer-auftakt"
    page.save_revision().publish()
    translation = Translation.objects.get(source__object_id=page.translation_key)

    english = update_translation(page)
    assert (english.title, english.slug) == ("Neuer Auftakt", "kick-off")

    translation.refresh_from_db()
    put(translation, "title", "New kick-off")
    save_published(translation)

    english = reloaded(english)
    assert (english.title, english.slug) == ("New kick-off", "kick-off")


def test_a_number_at_the_end_of_an_address_stays_when_the_other_page_goes(
    news, english_news
) -> None:
    other = factories.NewsPageFactory(
        parent=english_news, slug="kick-off", locale=english_news.locale
    )
    page = factories.NewsPageFactory(parent=news, title="Auftakt")
    english = translated(page, {"Auftakt": "Kick-off", "auftakt": "kick-off"})
    assert english.slug == "kick-off-1"

    other.delete()

    assert update_translation(page).slug == "kick-off-1"


def test_a_translator_may_change_the_address_all_the_same(news, english_news) -> None:
    page = factories.NewsPageFactory(parent=news, title="Auftakt")
    english = translated(page, {"Auftakt": "Kick-off", "auftakt": "kick-off"})
    translation = Translation.objects.get(source__object_id=page.translation_key)

    put(translation, "slug", "start")
    save_published(translation)

    assert reloaded(english).slug == "start"


def test_a_profile_keeps_its_neutral_address_in_both_languages(
    directory, english_directory
) -> None:
    page = factories.AdvisorPageFactory(parent=directory, title="Beispielprofil")
    translation = submitted(page)

    put(translation, "title", "Sample profile")
    save_published(translation)

    assert translation.get_target_instance().slug == page.slug
    total, done = translation.get_progress()
    assert total == done  # nobody is asked for an address that no form shows


def test_the_address_part_of_a_topic_stays(english_home) -> None:
    topic = factories.TopicFactory(name="Fairer Handel", slug="fairer-handel")
    translated(topic, {"Fairer Handel": "Fair trade", "fairer-handel": "fair-trade"})

    topic.slug = "handel"
    topic.save()

    assert update_translation(topic).slug == "fair-trade"
