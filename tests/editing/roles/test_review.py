"""Editors submit, publishers approve; comments, locks and times, all through the admin's views."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from operations.schedule import run_schedule
from pool.forms import CONSENT_MISSING
from tests import factories
from tests.editing.roles.admin import add_news, address, edit_news, is_refused
from tests.people import person, signed_in
from tests.trees import reloaded, translated

pytestmark = pytest.mark.django_db

BASE = "https://www.example.org"


@pytest.fixture(autouse=True)
def public_address(settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = BASE


@pytest.fixture
def author(world):
    return person("editors-nw", first_name="Erika", last_name="Autorin", email="erika@example.org")


@pytest.fixture
def publisher(world):
    return person("publishers", first_name="Paula", last_name="Leitung", email="paula@example.org")


def submit(user: Any, page: Page, **values: Any) -> None:
    edit_news(signed_in(user), page, **{"action-submit": "1", **values})


def decide(user: Any, page: Page, action: str, comment: str = "") -> Any:
    task = reloaded(page).current_workflow_task_state
    return signed_in(user).post(
        address("workflow_action", page.pk, action, task.pk), {"comment": comment}
    )


def mails_to(user: Any) -> list[Any]:
    return [message for message in mail.outbox if message.to == [user.email]]


def test_what_an_editor_submits_a_publisher_approves(world, author, publisher) -> None:
    page = world["draft nw"]

    submit(author, page, place="Bochum")

    [message] = mails_to(publisher)
    assert "Entwurf NW" in message.subject
    assert f"{BASE}/admin/pages/{page.pk}/" in message.body
    waiting = signed_in(publisher).get(reverse("wagtailadmin_reports:workflow_tasks"))
    assert "Entwurf NW" in waiting.text
    assert not reloaded(page).live

    decide(publisher, page, "approve")

    assert (reloaded(page).live, reloaded(page).place) == (True, "Bochum")
    [answer] = mails_to(author)
    assert "Entwurf NW" in answer.subject


def test_the_mails_are_german(world, author, publisher) -> None:
    page = world["draft nw"]
    submit(author, page)
    decide(publisher, page, "reject", "Bitte kürzen")

    texts = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    assert "Bitte kürzen" in texts
    for english in ("submitted", "rejected", "has been", "You can", "page", "Edit your"):
        assert english not in texts.replace("/pages/", "/"), texts


def test_an_editor_cannot_approve(world, author, publisher) -> None:
    page = world["draft nw"]
    submit(author, page)

    decide(author, page, "approve")

    assert not reloaded(page).live


def test_while_it_waits_the_author_cannot_change_it(world, author, publisher) -> None:
    page = world["draft nw"]
    submit(author, page, place="Bochum")

    edit_news(signed_in(author), page, place="Unna")

    assert reloaded(page).get_latest_revision_as_object().place == "Bochum"


def test_what_was_rejected_is_changed_and_submitted_again(world, author, publisher) -> None:
    page = world["draft nw"]
    submit(author, page)
    decide(publisher, page, "reject", "Wo war das?")

    edit_news(signed_in(author), page, place="Unna", **{"action-restart-workflow": "1"})
    decide(publisher, page, "approve")

    assert (reloaded(page).live, reloaded(page).place) == (True, "Unna")


def test_a_profile_without_consent_cannot_be_approved(world, author, publisher) -> None:
    page = world["advisor nw"]
    page.save_revision()
    page.get_workflow().start(page, author)

    response = decide(publisher, page, "approve")

    assert not reloaded(page).live
    assert reloaded(page).current_workflow_state is not None
    shown = signed_in(publisher)
    shown.cookies = response.client.cookies
    assert str(CONSENT_MISSING) in shown.get(response.url).text

    factories.AdvisorConsentFactory(advisor=page)
    decide(publisher, page, "approve")
    assert reloaded(page).live


def test_translators_submit_english_pages(world, publisher) -> None:
    page = world["english news nw"]

    submit(person("translators"), page, title="New title")

    assert reloaded(page).workflow_in_progress
    decide(publisher, page, "approve")
    assert reloaded(page).live


# --- Comments -------------------------------------------------------------------------------------


def comment(text: str) -> dict[str, Any]:
    return {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": text,
        "comments-0-position": "",
        "comments-0-contentpath": "teaser",
        "comments-0-resolved": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }


def test_a_comment_is_mailed_to_who_follows_the_page(world, author, publisher) -> None:
    page = world["draft nw"]
    edit_news(signed_in(author), page, **{"comment_notifications": "on"})

    edit_news(
        signed_in(publisher), page, **comment("Bitte das Datum nennen"), comment_notifications="on"
    )

    assert reloaded(page).wagtail_admin_comments.get().text == "Bitte das Datum nennen"
    [message] = mails_to(author)
    assert "Bitte das Datum nennen" in message.body
    assert mails_to(publisher) == []
    shown = signed_in(author).get(address("edit", page.pk)).text
    assert "Bitte das Datum nennen" in shown


def test_comments_on_a_page_of_another_state_are_refused(world, author) -> None:
    page = world["draft bw"]

    response = edit_news(signed_in(author), page, **comment("Was ist das?"))

    assert is_refused(response)
    assert not reloaded(page).wagtail_admin_comments.exists()


# --- Locks ----------------------------------------------------------------------------------------


def test_a_locked_page_is_read_only_for_others(world, author, publisher) -> None:
    page = world["draft nw"]
    signed_in(publisher).post(address("lock", page.pk))

    response = edit_news(signed_in(author), page, place="Unna")

    assert reloaded(page).get_latest_revision() is None
    assert response.status_code == 200
    shown = BeautifulSoup(signed_in(author).get(address("edit", page.pk)).text, "html5lib")
    assert "gesperrt" in shown.get_text()

    assert is_refused(signed_in(author).post(address("unlock", page.pk)))
    edit_news(signed_in(publisher), page, place="Köln")
    assert reloaded(page).get_latest_revision_as_object().place == "Köln"

    signed_in(publisher).post(address("unlock", page.pk))
    edit_news(signed_in(author), page, place="Unna")
    assert reloaded(page).get_latest_revision_as_object().place == "Unna"


# --- Times ----------------------------------------------------------------------------------------


def moment(delta: timedelta) -> str:
    return timezone.localtime(timezone.now() + delta).strftime("%Y-%m-%d %H:%M")


def test_a_page_goes_live_and_expires_at_its_times(world, publisher, monkeypatch) -> None:
    page = world["draft nw"]

    edit_news(
        signed_in(publisher),
        page,
        go_live_at=moment(timedelta(hours=1)),
        expire_at=moment(timedelta(hours=3)),
        **{"action-publish": "1"},
    )
    run_schedule()
    assert not reloaded(page).live
    later(monkeypatch, timedelta(hours=2))
    run_schedule()
    assert reloaded(page).live

    later(monkeypatch, timedelta(hours=2))
    run_schedule()
    assert not reloaded(page).live
    assert reloaded(page).expired


def later(monkeypatch: pytest.MonkeyPatch, delta: timedelta) -> None:
    """Let the clock of the process go on."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + delta)


def test_what_was_approved_waits_for_the_time_that_its_author_set(
    world, author, publisher, monkeypatch
) -> None:
    page = world["draft nw"]
    submit(author, page, go_live_at=moment(timedelta(hours=1)))

    decide(publisher, page, "approve")
    run_schedule()
    assert not reloaded(page).live

    later(monkeypatch, timedelta(hours=2))
    run_schedule()
    assert reloaded(page).live


def test_a_publisher_takes_back_a_time(world, publisher, monkeypatch) -> None:
    page = world["draft nw"]
    edit_news(
        signed_in(publisher),
        page,
        go_live_at=moment(timedelta(hours=1)),
        **{"action-publish": "1"},
    )
    revision = reloaded(page).scheduled_revision

    signed_in(publisher).post(address("revisions_unschedule", page.pk, revision.pk))
    later(monkeypatch, timedelta(hours=2))
    run_schedule()

    assert not reloaded(page).live


def test_somebody_with_each_role_does_what_it_is_for(world, author, publisher) -> None:
    add_news(signed_in(author), world["list"], title="Neu", slug="neu", **{"action-submit": "1"})
    page = world["list"].get_children().get(slug="neu")

    decide(publisher, page, "approve")

    assert reloaded(page).live
    assert reloaded(page).owner == author


# --- Translations ---------------------------------------------------------------------------------


@pytest.fixture
def translation(world):
    """The English draft of a German page, made by wagtail-localize."""
    page = factories.NewsPageFactory(parent=world["list"], title="Austausch", state="NW")
    english = translated(page, {"Austausch": "Exchange"})
    english.unpublish()
    return reloaded(english)


def test_a_translation_is_handed_in_and_approved(world, translation, publisher) -> None:
    translator = signed_in("translators")
    path = reverse("editing_hand_in", args=[translation.pk])
    editor = translator.get(address("edit", translation.pk))
    assert path in editor.text
    assert translator.get(path).status_code == 200

    translator.post(path)

    assert reloaded(translation).workflow_in_progress
    assert len(mails_to(publisher)) == 1
    decide(publisher, translation, "approve")
    assert (reloaded(translation).live, reloaded(translation).title) == (True, "Exchange")


def test_only_a_translation_of_ones_own_is_handed_in(world, translation, author) -> None:
    for user, page in (
        (author, translation),
        (author, world["news nw"]),
        (person("translators"), world["news nw"]),
        (person("translators"), world["english home"]),
    ):
        response = signed_in(user).post(reverse("editing_hand_in", args=[page.pk]))
        assert is_refused(response)
        assert not reloaded(page).workflow_in_progress
