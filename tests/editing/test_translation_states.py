"""How far a translation is, step by step, as editors and translators bring it there."""

import pytest
from django.urls import reverse

from core.models import Topic
from editing.models import SourceChange
from editing.translations import state
from editing.translations.state import State
from home.models import HomePage
from tests import factories
from tests.editing.translating import PAGE_WORDS, SAVE, Desk, a_page
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(english_home: HomePage) -> Desk:
    return Desk(factories.UserFactory(first_name="Erika", last_name="Beispiel"))


def state_of(original) -> State:
    return state.of_original(original, factories.language("en"))


def changes_of(original) -> list[tuple[str, str]]:
    change = SourceChange.objects.get(translation_key=original.translation_key)
    return [(sentence["old"], sentence["new"]) for sentence in change.sentences]


@pytest.fixture
def page(home: HomePage, english_home: HomePage):
    return a_page(home)


@pytest.fixture
def translated_page(desk: Desk, page):
    translation = desk.start_translation(page)
    desk.translate(translation, PAGE_WORDS)
    desk.publish_translation(translation)
    return page


def test_from_missing_to_published(desk, page) -> None:
    assert state_of(page) == State.MISSING

    translation = desk.start_translation(page)
    assert state_of(page) == State.IN_PROGRESS

    desk.translate(translation, PAGE_WORDS)
    assert state_of(page) == State.UP_TO_DATE

    english = desk.publish_translation(translation)
    assert state_of(page) == State.PUBLISHED

    desk.post("wagtailadmin_pages:unpublish", english.pk)
    assert state_of(page) == State.UP_TO_DATE


def test_a_published_change_makes_a_translation_outdated_until_it_has_followed(
    desk, translated_page
) -> None:
    page, author = translated_page, Desk(factories.UserFactory())

    author.edit(page, paragraph="<p>Erster Satz.</p><p>Ein ganz anderer Satz.</p>")

    assert state_of(page) == State.OUTDATED
    assert changes_of(page) == [("Zweiter Satz.", "Ein ganz anderer Satz.")]
    change = SourceChange.objects.get()
    assert (change.changed_by, change.is_taken_over) == (author.user, False)
    assert change.since == reloaded(page).last_published_at or change.since is not None

    translation = desk.translation_of(page)
    response = desk.post("editing_translations:take_over", translation.pk)
    english = translation.get_target_instance()
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[english.pk])
    # Readers of the English page still see what the German one said before.
    assert state_of(page) == State.OUTDATED

    desk.translate(translation, {"Ein ganz anderer Satz.": "Quite another sentence."})
    assert state_of(page) == State.UP_TO_DATE

    english = desk.publish_translation(translation)
    assert "Quite another sentence." in str(english.body)
    assert state_of(page) == State.PUBLISHED
    assert not SourceChange.objects.exists()


def test_wagtail_localizes_own_button_takes_the_changes_over_as_well(desk, translated_page) -> None:
    desk.edit(translated_page, lead="Worum es jetzt geht.")
    translation = desk.translation_of(translated_page)

    desk.post("wagtail_localize:update_translations", translation.source_id)

    change = SourceChange.objects.get()
    assert change.is_taken_over
    assert changes_of(translated_page) == [("Worum es geht.", "Worum es jetzt geht.")]
    assert state_of(translated_page) == State.OUTDATED


def test_two_changes_of_a_sentence_are_one_and_one_that_is_undone_is_none(
    desk, translated_page
) -> None:
    desk.edit(translated_page, lead="Worum es jetzt geht.")
    since = SourceChange.objects.get().since
    desk.post("editing_translations:take_over", desk.translation_of(translated_page).pk)
    desk.edit(translated_page, lead="Worum es schließlich geht.")
    desk.edit(translated_page, lead="Worum es am Ende geht.")

    assert changes_of(translated_page) == [("Worum es geht.", "Worum es am Ende geht.")]
    assert SourceChange.objects.get().since == since

    desk.edit(translated_page, lead="Worum es geht.")
    desk.post("editing_translations:take_over", desk.translation_of(translated_page).pk)
    assert not SourceChange.objects.exists()
    assert state_of(translated_page) != State.OUTDATED


def test_sentences_that_came_and_went_are_changes_too(desk, translated_page) -> None:
    desk.edit(
        translated_page, lead="", paragraph="<p>Erster Satz.</p><p>Neu.</p><p>Zweiter Satz.</p>"
    )

    assert changes_of(translated_page) == [("", "Neu."), ("Worum es geht.", "")]


def test_a_draft_changes_nothing_for_the_translation(desk, translated_page) -> None:
    desk.edit(translated_page, SAVE, lead="Noch nicht öffentlich.")

    assert state_of(translated_page) == State.PUBLISHED
    assert not SourceChange.objects.exists()


def test_what_a_translator_does_not_write_does_not_make_outdated(desk, translated_page) -> None:
    desk.edit(translated_page, slug="neue-adresse")
    assert not SourceChange.objects.exists()

    desk.post("wagtailadmin_pages:unpublish", translated_page.pk)
    assert not SourceChange.objects.exists()


def test_a_page_that_was_translated_by_hand_is_outdated_until_somebody_saves_it(
    desk, page, english_home
) -> None:
    english = in_english(page, title="Project", lead="What it is about.")
    assert state_of(page) == State.PUBLISHED

    desk.edit(page, lead="Worum es jetzt geht.")
    desk.edit(page, title="Vorhaben")
    assert state_of(page) == State.OUTDATED
    assert changes_of(page) == [
        ("Worum es geht.", "Worum es jetzt geht."),
        ("Projekt", "Vorhaben"),
    ]

    desk.edit(english, lead="What it is about now.")
    assert state_of(page) == State.PUBLISHED


def test_a_snippet_goes_the_same_way(desk) -> None:
    topic = factories.TopicFactory(name="Bildung", slug="bildung", description="Lernen")
    assert state_of(topic) == State.MISSING
    desk.post(
        "wagtail_localize:submit_snippet_translation",
        "core",
        "topic",
        topic.pk,
        data={"locales": [factories.language("en").pk]},
    )
    translation = desk.translation_of(topic)
    assert state_of(topic) == State.IN_PROGRESS
    words = {"Bildung": "Education", "bildung": "education", "Lernen": "Learning"}
    desk.translate(translation, words)
    assert state_of(topic) == State.UP_TO_DATE
    english = translation.get_target_instance()
    desk.post("wagtailsnippets_core_topic:edit", english.pk, data={"action": "publish"})
    assert state_of(topic) == State.PUBLISHED

    desk.post(
        "wagtailsnippets_core_topic:edit",
        topic.pk,
        data={"name": "Bildung", "slug": "bildung", "description": "Lernen und Lehren"},
    )

    assert state_of(topic) == State.OUTDATED
    assert changes_of(topic) == [("Lernen", "Lernen und Lehren")]
    assert SourceChange.objects.get().changed_by == desk.user
    Topic.objects.get(pk=english.pk).delete()
    assert not SourceChange.objects.exists()
    assert state_of(topic) == State.MISSING


def test_counting_outdated_translations_is_one_query(
    desk, translated_page, django_assert_num_queries
) -> None:
    desk.edit(translated_page, lead="Worum es jetzt geht.")
    found = state.outdated(desk.user)

    with django_assert_num_queries(1):
        assert found.count() == 1
