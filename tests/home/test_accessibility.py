"""The accessibility statement: what the law asks for is there, in both languages."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from home.models import AccessibilityPage, HomePage
from home.models.accessibility import ENFORCEMENT_NAMES, Enforcement, Status
from tests import factories
from tests.trees import in_english, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(home: HomePage) -> AccessibilityPage:
    return factories.AccessibilityPageFactory(
        parent=home,
        status=Status.PARTIAL,
        method="Selbstbewertung nach BITV",
        created_on=date(2020, 1, 15),
        reviewed_on=date(2020, 12, 1),
        feedback_email="barrieren@example.org",
        enforcement_body="Schlichtungsstelle BGG",
        enforcement_text="<p>Das Verfahren ist kostenlos.</p>",
        exceptions=stream(
            (
                "exception",
                {"what": "Alte PDF-Dateien", "why": "Von 2016", "alternative": "Auf Anfrage"},
            )
        ),
    )


def text_of(page: AccessibilityPage) -> str:
    main = BeautifulSoup(Client().get(page.url).content, "html5lib").find("main")
    return " ".join(main.get_text(" ").split())


def test_the_statement_says_all_that_the_law_asks_for(statement) -> None:
    text = text_of(statement)

    for part in (
        "Selbstbewertung nach BITV",
        "15. Januar 2020",
        "1. Dezember 2020",
        "barrieren@example.org",
        "Schlichtungsstelle BGG",
        "Das Verfahren ist kostenlos.",
        "Alte PDF-Dateien",
        "Von 2016",
        "Auf Anfrage",
    ):
        assert part in text, part


def test_the_api_says_the_same(statement) -> None:
    answer = Client().get(f"/api/v2/pages/{statement.pk}/").json()

    assert (answer["status"], answer["created_on"]) == ("partial", "2020-01-15")
    assert answer["exceptions"][0]["value"] == {
        "what": "Alte PDF-Dateien",
        "why": "Von 2016",
        "alternative": "Auf Anfrage",
    }
    assert answer["enforcement_text"] == "<p>Das Verfahren ist kostenlos.</p>"
    assert answer["feedback_email"] == "barrieren@example.org"
    assert answer["method"] in text_of(statement)


def test_dates_and_status_are_in_the_reader_s_language(statement, english_home) -> None:
    english = in_english(statement, title="Accessibility", slug="accessibility")

    text = text_of(english)

    assert "15 January 2020" in text
    assert "15. Januar" not in text


@pytest.mark.parametrize("body", [b for b in Enforcement if b != Enforcement.OTHER])
def test_the_official_name_of_a_body_is_filled_in(statement, body) -> None:
    statement.enforcement = body
    statement.enforcement_body = ""
    statement.save()

    assert ENFORCEMENT_NAMES[body] in text_of(statement)
    answer = Client().get(f"/api/v2/pages/{statement.pk}/").json()
    assert answer["enforcement_name"] == ENFORCEMENT_NAMES[body]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"enforcement": Enforcement.OTHER, "enforcement_body": ""}, "enforcement_body"),
        ({"feedback_email": "", "feedback_contact": None}, "feedback_email"),
        ({"reviewed_on": date(2019, 12, 31)}, "reviewed_on"),
        ({"method": ""}, "method"),
        ({"created_on": None}, "created_on"),
    ],
)
def test_what_the_law_asks_for_cannot_be_left_out(statement, values, field) -> None:
    for name, value in values.items():
        setattr(statement, name, value)

    with pytest.raises(ValidationError) as caught:
        statement.full_clean()

    assert set(caught.value.message_dict) == {field}


def test_a_contact_person_can_stand_in_for_an_address(statement) -> None:
    contact = factories.ContactPersonFactory(name="Erika Beispiel")
    statement.feedback_email, statement.feedback_contact = "", contact
    statement.full_clean()
    statement.save()

    assert "Erika Beispiel" in text_of(statement)
    answer = Client().get(f"/api/v2/pages/{statement.pk}/").json()
    assert answer["contact"] == contact.data()


@pytest.mark.parametrize(("days", "due"), [(0, False), (365, False), (366, True)])
def test_a_review_is_due_after_a_year(statement, days, due) -> None:
    statement.reviewed_on = timezone.localdate() - timedelta(days=days)

    assert statement.is_review_due is due
