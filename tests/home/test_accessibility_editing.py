"""The statement in the admin: reminded of once a year, never public while something is missing."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from core.models import User
from home.models import AccessibilityPage, HomePage
from home.models.accessibility import Enforcement, Status
from tests import factories
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 12, 1)


@pytest.fixture
def statement(home: HomePage) -> AccessibilityPage:
    page = factories.AccessibilityPageFactory(parent=home, reviewed_on=LONG_AGO)
    page.save_revision().publish()
    return reloaded(page)


@pytest.fixture
def draft(home: HomePage) -> AccessibilityPage:
    page = factories.AccessibilityPageFactory(parent=home, live=False)
    page.save_revision()
    return page


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


def somebody_who_edits(page: HomePage, *actions: str) -> User:
    group = Group.objects.create(name=f"Editors of {page.pk}")
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    for action in actions:
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=Permission.objects.get(
                codename=f"{action}_page", content_type__app_label="wagtailcore"
            ),
        )
    user = factories.UserFactory(is_superuser=False, is_staff=False)
    user.groups.add(group)
    return user


# --- The reminder ---------------------------------------------------------------------------------


def line(client: Client) -> Tag | None:
    """What the admin's front page says about reviews."""
    front = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html5lib")
    return front.select_one('a[data-waiting="accessibility_reviews"]')


def reminder(client: Client) -> Tag | None:
    """The list that the front page leads to, if it says that a review is due."""
    found = line(client)
    if found is None or not found.select_one(".waiting__count").get_text(strip=True).isdigit():
        return None
    return BeautifulSoup(client.get(found["href"]).content, "html5lib").find(id="listing-results")


def test_the_front_page_reminds_of_a_review_and_leads_to_the_editor(editor, statement) -> None:
    found = reminder(editor)

    assert "Überprüfung der Barrierefreiheit fällig" in line(editor).get_text()
    assert "1. Dezember 2020" in found.get_text()
    assert [a["href"] for a in found.select(".title a")] == [
        reverse("wagtailadmin_pages:edit", args=[statement.pk])
    ]


def test_an_editor_who_reads_english_is_reminded_in_english(client, statement) -> None:
    user = factories.UserFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)

    found = reminder(client)

    assert "Accessibility review due" in line(client).get_text()
    assert "1 December 2020" in found.get_text()


@pytest.mark.parametrize(("days", "is_due"), [(365, False), (366, True)])
def test_a_year_is_the_limit(editor, statement, days, is_due) -> None:
    AccessibilityPage.objects.update(reviewed_on=timezone.localdate() - timedelta(days=days))

    assert (reminder(editor) is not None) is is_due


def test_a_draft_reminds_nobody(editor, draft) -> None:
    assert reminder(editor) is None


def test_a_statement_is_named_once_in_the_language_it_was_written_in(
    editor, statement, english_home
) -> None:
    in_english(statement, title="Accessibility", slug="accessibility")

    found = reminder(editor)

    assert [a.get_text(strip=True) for a in found.select(".title a")] == ["Barrierefreiheit"]


def test_only_who_may_edit_the_statement_is_reminded(client, statement, home, news) -> None:
    client.force_login(somebody_who_edits(news, "change"))
    assert reminder(client) is None

    client.force_login(somebody_who_edits(home, "change"))
    assert reminder(client) is not None


def test_the_reminder_costs_one_query_however_many_statements_there_are(
    editor, statement, english_home, indexes_at_once
) -> None:
    in_english(statement, title="Accessibility", slug="accessibility")

    with CaptureQueriesContext(connection) as queries:
        editor.get(reverse("wagtailadmin_home"))

    asked = [q["sql"] for q in queries if "reviewed_on" in q["sql"]]
    assert len(asked) == 1


def test_the_editor_of_the_statement_says_it_too(editor, statement) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    note = "Die letzte Überprüfung war am 1. Dezember 2020"

    assert note in said(editor.get(address))

    statement.reviewed_on = timezone.localdate()
    statement.save_revision().publish()
    assert note not in said(editor.get(address))


# --- What is missing ------------------------------------------------------------------------------


def form_data(**values) -> dict:
    return nested_form_data(
        {
            "title": "Barrierefreiheit",
            "slug": "barrierefreiheit",
            "lead": "",
            "status": Status.PARTIAL,
            "exceptions": streamfield([]),
            "method": "Selbstbewertung",
            "assessor": "",
            "created_on": "2020-01-15",
            "reviewed_on": "2020-12-01",
            "feedback_contact": "",
            "feedback_email": "barrieren@example.org",
            "enforcement": Enforcement.FEDERAL,
            "enforcement_body": "",
            "enforcement_text": "null",
            "body": streamfield([]),
            "search_description": "",
            "comments": inline_formset([]),
            **values,
        }
    )


def send(client: Client, page: AccessibilityPage, action: str, **values):
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form_data(**{action: "1"} if action else {}, **values),
        follow=True,
    )


def said(response) -> str:
    text = BeautifulSoup(response.content, "html5lib").get_text(" ", strip=True)
    return " ".join(text.split())


def errors(response) -> dict[str, str]:
    """What is said at fields, by the name of the field."""
    page = BeautifulSoup(response.content, "html5lib")
    found = {}
    for field in page.select(".w-field[data-contentpath]"):
        message = field.select_one("[data-field-errors]").get_text(" ", strip=True)
        if message:
            found[field["data-contentpath"]] = message
    return found


def typed(response, name: str) -> str:
    field = BeautifulSoup(response.content, "html5lib").find(attrs={"name": name})
    return field.get("value") or field.get_text().strip()


MISSING = [
    ("method", {"method": ""}),
    ("created_on", {"created_on": ""}),
    ("reviewed_on", {"reviewed_on": ""}),
    ("status", {"status": ""}),
    ("enforcement_body", {"enforcement": Enforcement.OTHER}),
    ("feedback_email", {"feedback_email": ""}),
]


@pytest.mark.rendering
@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
@pytest.mark.parametrize(("field", "values"), MISSING)
def test_with_something_missing_it_goes_nowhere_and_what_was_typed_stays(
    editor, draft, field, values, action
) -> None:
    response = send(editor, draft, action, lead="Neu getippt", **values)

    assert set(errors(response)) == {field}
    assert "konnte" in said(response)
    assert typed(response, "lead") == "Neu getippt"
    page = reloaded(draft)
    assert (page.live, page.workflow_in_progress, page.lead) == (False, False, draft.lead)


def test_a_live_statement_stays_as_it_was(editor, statement) -> None:
    response = send(editor, statement, "action-publish", method="")

    assert set(errors(response)) == {"method"}
    assert "Selbstbewertung" in said(Client().get(statement.url))


def test_complete_it_is_published(editor, draft) -> None:
    response = send(editor, draft, "action-publish", method="BITV-Test")

    assert errors(response) == {}
    assert "BITV-Test" in said(Client().get(reloaded(draft).url))


# --- Ways around the editor -----------------------------------------------------------------------


@pytest.fixture
def incomplete(editor, draft) -> AccessibilityPage:
    """A draft, which may be incomplete."""
    send(editor, draft, "", method="")
    assert reloaded(draft).get_latest_revision_as_object().method == ""
    return draft


@pytest.fixture
def submitted(editor, draft) -> AccessibilityPage:
    """It was complete when it was submitted for approval; then somebody emptied a field."""
    send(editor, draft, "action-submit")
    send(editor, draft, "", method="")
    return draft


def approve(client: Client, page: AccessibilityPage, **headers):
    state = page.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, headers=headers)


def test_approving_says_what_is_missing_and_leads_to_the_editor(editor, submitted) -> None:
    response = approve(editor, submitted)

    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert response.url == address
    assert "Nichts wurde veröffentlicht. wie geprüft wurde: Dieses Feld" in said(
        editor.get(address)
    )
    page = reloaded(submitted)
    assert (page.live, page.workflow_in_progress) == (False, True)


def test_the_dialog_for_approving_is_answered_in_its_own_way(editor, submitted) -> None:
    response = approve(editor, submitted, x_requested_with="XMLHttpRequest")

    address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert response.json() == {"step": "success", "redirect": address}
    assert reloaded(submitted).live is False


def test_complete_again_it_can_be_approved(editor, submitted) -> None:
    send(editor, submitted, "", method="BITV-Test")

    approve(editor, submitted)

    assert "BITV-Test" in said(Client().get(reloaded(submitted).url))


@pytest.mark.parametrize("chosen", ["the statement", "the page above it"])
def test_publishing_in_bulk_says_which_page_lacks_what(editor, incomplete, home, chosen) -> None:
    pk = incomplete.pk if chosen == "the statement" else home.pk
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = editor.post(f"{address}?id={pk}", {"include_descendants": "1"}, follow=True)

    assert (
        "Nichts wurde veröffentlicht. Barrierefreiheit: wie geprüft wurde: Dieses Feld"
    ) in said(response)
    assert reloaded(incomplete).live is False


def test_a_schedule_does_not_publish_it_either(incomplete) -> None:
    newest = incomplete.revisions.filter(pk=reloaded(incomplete).latest_revision_id)
    newest.update(approved_go_live_at=timezone.now())

    call_command("publish_scheduled")  # says so to who scheduled it, and goes on with the others

    assert reloaded(incomplete).live is False
