"""The report of outgoing mails: what managers see, what they can do, and who sees nothing."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.mail import send_mail
from django.urls import reverse

from home.models import HomePage
from operations.mail.models import QueuedMail
from tests.operations.mail.server import Server
from tests.people import signed_in
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
INDEX = "outgoing_mails:index"
State, Problem = QueuedMail.State, QueuedMail.Problem


@pytest.fixture
def mails(home: HomePage, server: Server) -> list[QueuedMail]:
    server.stop()
    for subject in ("Ein Eintrag", "Zugang"):
        send_mail(subject, "Der Text", None, ["ada@example.org"])
    sent, stuck = QueuedMail.objects.order_by("pk")
    sent.forget()
    sent.state, sent.next_attempt_at = State.DELIVERED, None
    stuck.state, stuck.problem, stuck.code = State.GIVEN_UP, Problem.CONTENT, 552
    for mail in (sent, stuck):
        mail.save()
    return [sent, stuck]


def test_managers_see_what_waits_and_why_but_neither_text_nor_addresses(
    mails: list[QueuedMail],
) -> None:
    response = signed_in("managers").get(reverse(INDEX))

    page = BeautifulSoup(response.content, "html5lib")
    text = page.select_one("table").get_text(" ", strip=True)
    assert "Zugang" in text
    assert "aufgegeben" in text
    assert "(552)" in text
    assert "Der Text" not in response.text
    assert "ada@example.org" not in response.text
    assert len(page.select("table form button")) == 1


def test_the_next_attempt_is_told_as_a_time(mails: list[QueuedMail]) -> None:
    stuck = mails[1]
    stuck.state, stuck.next_attempt_at = State.WAITING, datetime(2027, 1, 2, 3, 4, tzinfo=UTC)
    stuck.save()

    assert "02.01.2027 04:04" in signed_in("managers").get(reverse(INDEX)).text


def test_it_is_in_the_menu_of_reports_for_those_who_may_see_it(mails: list[QueuedMail]) -> None:
    assert reverse(INDEX) in signed_in("managers").get("/admin/").text
    assert reverse(INDEX) not in signed_in("publishers").get("/admin/").text


@pytest.mark.parametrize("role", ["editors-nw", "translators", "publishers"])
def test_others_neither_see_nor_send(role: str, mails: list[QueuedMail]) -> None:
    browser = signed_in(role)

    for name in (INDEX, "outgoing_mails:index_results"):
        assert browser.get(reverse(name)).status_code in (302, 403)
    browser.post(reverse("outgoing_mails:again", args=[mails[1].pk]))

    mails[1].refresh_from_db()
    assert mails[1].state == State.GIVEN_UP


def test_a_mail_is_sent_again_by_a_button(mails: list[QueuedMail]) -> None:
    browser = signed_in("managers")
    sent, stuck = mails

    assert browser.get(reverse("outgoing_mails:again", args=[stuck.pk])).status_code == 405
    answer = browser.post(reverse("outgoing_mails:again", args=[stuck.pk]), follow=True)
    assert "noch einmal gesendet" in answer.text
    stuck.refresh_from_db()
    assert (stuck.state, stuck.problem) == (State.WAITING, "")

    answer = browser.post(reverse("outgoing_mails:again", args=[sent.pk]), follow=True)
    assert "schon gesendet" in answer.text


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
def test_nobody_changes_what_the_system_records(name: str, mails: list[QueuedMail]) -> None:
    arguments = [] if name == "add" else [mails[0].pk]

    response = signed_in("administrator").get(reverse(f"outgoing_mails:{name}", args=arguments))

    assert response.status_code in (302, 403)


def test_more_mails_need_no_more_queries(mails: list[QueuedMail]) -> None:
    browser = signed_in("managers")
    address = reverse(INDEX)
    few = len(queries_of(lambda: browser.get(address)))
    for __ in range(10):
        send_mail("Noch einer", "Text", None, ["ada@example.org"])

    assert len(queries_of(lambda: browser.get(address))) == few
