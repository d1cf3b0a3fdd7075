"""Both languages go live together, or neither does, and the reason is said."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask
from wagtail.signals import page_published

from editing.models import SourceChange
from editing.translations import state
from editing.translations.state import State
from home.models import HomePage
from tests import factories
from tests.editing.translating import PAGE_WORDS, SAVE, Desk, a_page, somebody
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db
BOTH = "editing_translations:publish_both"
NEW = {"Worum es jetzt geht.": "What it is about now."}


@pytest.fixture
def desk(english_home: HomePage) -> Desk:
    return Desk()


@pytest.fixture
def draft(desk: Desk, home: HomePage):
    """A German draft with a finished English one."""
    page = a_page(home, live=False)
    desk.translate(desk.start_translation(page), PAGE_WORDS)
    return page


@pytest.fixture
def live(desk: Desk, draft):
    desk.post(BOTH, draft.pk)
    return reloaded(draft)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def english(page):
    return reloaded(page).get_translation(factories.language("en"))


def test_one_question_and_both_are_public(desk, draft) -> None:
    question = desk.get(BOTH, draft.pk)
    assert "Deutsch und Englisch veröffentlichen" in text(question)
    assert "alle Sätze sind übersetzt" in text(question)
    assert "ist noch nicht öffentlich" in text(question)

    response = desk.post(BOTH, draft.pk)

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert reloaded(draft).live
    assert (english(draft).live, english(draft).title) == (True, "Project")
    assert english(draft).live_revision.user == desk.user
    assert state.of_original(draft, factories.language("en")) == State.PUBLISHED
    assert "ist auf Deutsch und Englisch veröffentlicht" in text(
        desk.get("wagtailadmin_pages:edit", draft.pk)
    )
    assert "Es gibt nichts zu tun" in text(desk.get(BOTH, draft.pk))


def test_the_editors_button_saves_what_was_typed_and_asks(desk, draft) -> None:
    assert 'name="action-publish-both"' in text(desk.get("wagtailadmin_pages:edit", draft.pk))

    response = desk.edit(draft, {"action-publish-both": "1"}, lead="Worum es jetzt geht.")

    assert response["Location"] == reverse(BOTH, args=[draft.pk])
    assert not reloaded(draft).live
    question = text(desk.get(BOTH, draft.pk))
    assert "1 Satz hat sich geändert, seit der Text zur Übersetzung ging" in question
    assert "Worum es jetzt geht." in question


def test_a_change_of_a_public_page_goes_live_together_with_its_translation(desk, live) -> None:
    desk.edit(live, SAVE, lead="Worum es jetzt geht.")
    assert "können noch nicht zusammen online gehen" in text(desk.get(BOTH, live.pk))
    translation = desk.translation_of(live)

    desk.post("editing_translations:take_over", translation.pk, query="?draft=1")
    # Nothing of it is public, and nobody is told that the published translation is outdated.
    assert state.of_original(live, factories.language("en")) == State.IN_PROGRESS
    assert "1 Satz ist noch nicht übersetzt" in text(desk.get(BOTH, live.pk))
    assert "Entwurf, der noch nicht öffentlich ist" in text(
        desk.get("wagtailadmin_pages:edit", english(live).pk)
    )
    desk.translate(translation, NEW)
    assert english(live).lead == "What it is about."

    desk.post(BOTH, live.pk)

    assert reloaded(live).lead == "Worum es jetzt geht."
    assert english(live).lead == "What it is about now."
    assert state.of_original(live, factories.language("en")) == State.PUBLISHED
    assert not SourceChange.objects.exists()


def test_a_draft_that_was_handed_over_and_published_alone_makes_outdated(desk, live) -> None:
    desk.edit(live, SAVE, lead="Worum es jetzt geht.")
    desk.post("editing_translations:take_over", desk.translation_of(live).pk, query="?draft=1")

    desk.edit(live)

    assert state.of_original(live, factories.language("en")) == State.OUTDATED


def test_what_was_translated_after_publishing_goes_live_the_same_way(desk, live) -> None:
    desk.edit(live, lead="Worum es jetzt geht.")
    translation = desk.translation_of(live)
    desk.post("editing_translations:take_over", translation.pk)
    desk.translate(translation, NEW)
    published_at = reloaded(live).last_published_at
    assert "ist schon öffentlich, wie sie ist" in text(desk.get(BOTH, live.pk))

    desk.post(BOTH, live.pk)

    assert english(live).lead == "What it is about now."
    assert reloaded(live).last_published_at == published_at


# --- Refusals -------------------------------------------------------------------------------------


def refused(desk: Desk, page, sentence: str) -> None:
    """The question says why not, and whoever posts all the same publishes nothing."""
    before = reloaded(page).live
    assert sentence in text(desk.get(BOTH, page.pk))
    response = desk.post(BOTH, page.pk)
    assert response["Location"] == reverse(BOTH, args=[page.pk])
    assert sentence in text(desk.get(BOTH, page.pk))
    assert reloaded(page).live is before


def test_without_a_translation(desk, home) -> None:
    page = a_page(home, live=False)

    refused(desk, page, "Es gibt noch keine Fassung auf Englisch.")


def test_with_a_half_translation(desk, home) -> None:
    page = a_page(home, live=False)
    desk.translate(desk.start_translation(page), {"Projekt": "Project"})

    refused(desk, page, "Sätze sind noch nicht übersetzt.")
    assert not english(page).live


def test_a_translation_by_hand_that_lags_behind(desk, home) -> None:
    page = a_page(home)
    in_english(page, title="Project", slug="project")
    desk.edit(page, lead="Worum es jetzt geht.")

    refused(desk, page, "wurde von Hand geschrieben, bevor sich der Text hier geändert hat")


def test_a_draft_that_waits_for_its_time(desk, draft) -> None:
    draft.go_live_at = timezone.now() + timedelta(days=3)
    draft.save_revision()

    refused(desk, draft, "soll erst zu einem späteren Zeitpunkt online gehen")


def test_a_locked_version(desk, draft) -> None:
    other = english(draft)
    other.locked, other.locked_by = True, factories.UserFactory()
    other.save()

    refused(desk, draft, "Die Fassung auf Englisch ist gesperrt.")


def test_an_incomplete_draft(desk, draft) -> None:
    draft.title = ""
    draft.save_revision(clean=False)

    refused(desk, draft, "Deutsch: Titel: Dieses Feld darf nicht leer sein.")


def test_who_may_publish_one_language_only(desk, draft, home, english_home) -> None:
    german = Desk(somebody(pages=[(home, "change", "publish"), (english_home, "change")]))
    neither = Desk(somebody(pages=[(home, "change"), (english_home, "change")]))
    stranger = Desk(somebody(pages=[(english_home, "change", "publish")]))

    refused(german, draft, "Sie dürfen die Fassung auf Englisch nicht veröffentlichen.")
    refused(neither, draft, "Sie dürfen die Fassung auf Deutsch nicht veröffentlichen.")
    for person in (german, neither):
        editor = text(person.get("wagtailadmin_pages:edit", draft.pk))
        assert 'name="action-publish-both"' not in editor
    stranger.post(BOTH, draft.pk)
    assert not reloaded(draft).live


def test_a_profile_without_consent(desk, directory, english_directory) -> None:
    page = factories.AdvisorPageFactory(parent=directory, title="Beraterin", live=False)
    page.save_revision()
    translation = desk.start_translation(page)
    strings = translation.source.stringsegment_set.values_list("string__data", flat=True)
    desk.translate(translation, {string: string for string in strings})

    refused(desk, page, "Es liegt keine gültige Einwilligung vor.")

    factories.AdvisorConsentFactory(advisor=page)
    desk.post(BOTH, page.pk)
    assert reloaded(page).live
    assert english(page).live


def test_if_one_fails_neither_is_public(desk, draft) -> None:
    def fail(instance, **kwargs) -> None:
        if instance.locale.language_code == "en":
            raise RuntimeError("The disk is full")

    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            desk.post(BOTH, draft.pk)
    finally:
        page_published.disconnect(fail)

    assert not reloaded(draft).live
    assert not english(draft).live


def test_publishing_ends_the_review_of_who_may_publish(desk, draft) -> None:
    workflow = Workflow.objects.create(name="Freigabe", active=True)
    WorkflowPage.objects.create(workflow=workflow, page=draft.get_parent())
    task = GroupApprovalTask.objects.create(name="Prüfen", active=True)
    task.groups.add(Group.objects.create(name="Prüfende"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(draft, desk.user)
    assert "beendet die laufende Prüfung" in text(desk.get(BOTH, draft.pk))

    desk.post(BOTH, draft.pk)

    assert reloaded(draft).live
    assert reloaded(draft).current_workflow_state is None


# --- What the editors say -------------------------------------------------------------------------


def test_the_editor_of_an_original_tells_of_its_translation(desk, live) -> None:
    editor = text(desk.get("wagtailadmin_pages:edit", live.pk))
    assert "<strong>Englisch:</strong> Veröffentlicht." in editor
    assert "Wenn Sie den Text ändern und allein veröffentlichen" in editor

    desk.edit(live, SAVE, lead="Worum es jetzt geht.")
    editor = text(desk.get("wagtailadmin_pages:edit", live.pk))
    assert "Wenn Sie diesen Entwurf allein veröffentlichen" in editor
    assert "Worum es jetzt geht." in editor

    desk.edit(live)
    after = text(desk.get("wagtailadmin_home"))
    assert "Die Übersetzung auf Englisch ist jetzt veraltet" in after
    editor = text(desk.get("wagtailadmin_pages:edit", live.pk))
    assert "<strong>Englisch:</strong> Veraltet." in editor
    assert "Das Original hat sich geändert seit" in editor


def test_the_editor_of_a_translation_tells_what_changed(desk, live) -> None:
    desk.edit(live, lead="Worum es jetzt geht.")
    desk.get("wagtailadmin_home")  # shows the messages of before

    editor = text(desk.get("wagtailadmin_pages:edit", english(live).pk))

    assert "Das Original hat sich seit" in editor
    assert "Worum es jetzt geht." in editor
    assert "Änderungen übernehmen" in editor


def test_the_editor_of_a_snippet_tells_of_its_translation(desk) -> None:
    topic = factories.TopicFactory()

    editor = text(desk.get("wagtailsnippets_core_topic:edit", topic.pk))

    assert "<strong>Englisch:</strong> Fehlt." in editor


def test_a_new_page_says_nothing_of_translations(desk, home) -> None:
    add = desk.get("wagtailadmin_pages:add", "home", "contentpage", home.pk)

    assert "translation-notice" not in text(add)
