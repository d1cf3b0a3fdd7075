"""From what Django sends to what a real mail server has taken, whatever happens in between."""

from collections.abc import Iterator
from datetime import timedelta
from email.mime.text import MIMEText

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.message import BadHeaderError, EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.models import HomePage
from operations.mail import delivering
from operations.mail.models import QueuedMail
from operations.models import ScheduledJob
from operations.schedule import run_schedule
from tests import factories
from tests.operations.mail.server import Server

pytestmark = pytest.mark.django_db
State, Problem = QueuedMail.State, QueuedMail.Problem


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def queue(*people: str, subject: str = "Guten Tag") -> QueuedMail:
    send_mail(subject, "Text", "site@example.org", list(people) or ["ada@example.org"])
    return QueuedMail.objects.first()


def queued_tasks() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


# --- Normally -------------------------------------------------------------------------------------


def test_a_mail_is_stored_and_then_arrives_once(server: Server) -> None:
    mail = queue("ada@example.org")
    assert (server.arrived, mail.state, queued_tasks()) == ([], State.WAITING, 1)

    delivering.deliver_due()
    delivering.deliver_due()

    [arrived] = server.arrived
    assert (arrived.sender, arrived.recipients) == ("site@example.org", ["ada@example.org"])
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.problem) == (State.DELIVERED, 1, "")


def test_what_was_sent_leaves_nothing_personal_behind(server: Server) -> None:
    mail = queue("ada@example.org", subject="Ada Lovelace")
    delivering.deliver_due()

    mail.refresh_from_db()

    assert bytes(mail.content) == b""
    assert (mail.subject, mail.sender, mail.recipients) == ("", "", [])
    assert mail.recipient_count == 1
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [], "kwargs": {}}


def test_a_mail_arrives_as_it_was_written(server: Server) -> None:
    message = EmailMultiAlternatives(
        "Grüße aus Köln – „Mündlich“",
        "Sehr geehrte Frau Öztürk,\n\n.ein Punkt am Anfang\n{{ x }} {% y %}\n" + "ä" * 1200,
        "Büro Müller <buero@example.org>",
        ["Ada <ada@example.org>"],
        bcc=["hidden@example.org"],
        cc=["Grace <grace@example.org>"],
        reply_to=["Frau Öztürk <oeztuerk@example.org>"],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative("<p>Größe</p>", "text/html")
    message.attach("Übersicht.pdf", b"%PDF-1.7\n\x00\xff", "application/pdf")
    message.attach(MIMEText("Anlage", "plain", "utf-8"))
    message.send()

    delivering.deliver_due()

    assert sorted(server.people) == ["ada@example.org", "grace@example.org", "hidden@example.org"]
    received = server.arrived[0].message
    assert received["Subject"] == "Grüße aus Köln – „Mündlich“"
    assert received["From"] == "Büro Müller <buero@example.org>"
    assert received["Reply-To"] == "Frau Öztürk <oeztuerk@example.org>"
    assert received["To"] == "Ada <ada@example.org>"
    assert received["Cc"] == "Grace <grace@example.org>"
    assert received["Bcc"] is None
    assert received["Auto-Submitted"] == "auto-generated"
    text, html = received.get_body(["plain"]), received.get_body(["html"])
    assert text.get_content().replace("\r\n", "\n").strip() == message.body
    assert html.get_content().strip() == "<p>Größe</p>"
    *__, pdf, note = received.walk()
    assert (pdf.get_filename(), pdf.get_content()) == ("Übersicht.pdf", b"%PDF-1.7\n\x00\xff")
    assert note.get_content().strip() == "Anlage"
    assert {mail.message["Message-ID"] for mail in server.arrived} == {received["Message-ID"]}


def test_a_mail_to_nobody_is_none(server: Server) -> None:
    assert EmailMessage("Guten Tag", "Text", "site@example.org", []).send() == 0
    assert not QueuedMail.objects.exists()
    assert queued_tasks() == 0


def test_a_header_with_a_line_break_is_refused_at_once(server: Server) -> None:
    with pytest.raises(BadHeaderError):
        send_mail("a\nBcc: all@example.org", "Text", None, ["ada@example.org"])

    assert not QueuedMail.objects.exists()


def test_a_mail_about_what_was_not_stored_is_not_sent(server: Server) -> None:
    def fail() -> Iterator[None]:
        with transaction.atomic():
            queue()
            raise RuntimeError
        yield

    with pytest.raises(RuntimeError):
        next(fail())

    delivering.deliver_due()
    assert server.arrived == []
    assert queued_tasks() == 0


# --- The server is down ---------------------------------------------------------------------------


def test_the_form_says_yes_while_the_server_is_down_and_the_mail_arrives_later(
    client: Client, home: HomePage, server: Server, clock: Clock, settings
) -> None:
    settings.CONTACT_FORM_LIMITS = {"fastest_seconds": -1}
    page = factories.ContactPageFactory(
        parent=home, slug="kontakt", to_address="team@example.org, buero@example.org"
    )
    factories.ContactFormFieldFactory(
        page=page, label="Nachricht", field_type="multiline", locale=page.locale
    )
    server.stop()

    from home.spam import HONEYPOT, OPENED, opened_token

    sent = {"nachricht": "Müller fragt", OPENED: opened_token(), HONEYPOT: ""}
    answer = client.post("/de/kontakt/", sent)
    assert answer.status_code == 302
    delivering.deliver_due()
    assert page.get_submission_class().objects.count() == 1
    assert QueuedMail.objects.get().problem == Problem.UNREACHABLE

    server.start()
    clock.wait(minutes=2)
    delivering.deliver_due()

    assert "team@example.org" in server.people
    assert "Müller fragt" in server.arrived[0].message.get_body().get_content()


def test_while_it_is_down_one_mail_asks_for_all_and_then_all_leave(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.stop()
    asked: list[int] = []
    original = delivering._open
    monkeypatch.setattr(delivering, "_open", lambda c: asked.append(1) or original(c))
    for number in range(5):
        queue(f"reader{number}@example.org")

    delivering.deliver_due()
    queue("late@example.org")
    delivering.deliver_due()
    assert len(asked) == 1

    clock.wait(minutes=1)
    delivering.deliver_due()
    assert len(asked) == 2
    assert sorted(QueuedMail.objects.values_list("tries", flat=True)) == [0, 0, 0, 0, 0, 2]

    server.start()
    clock.wait(minutes=2)
    delivering.deliver_due()
    assert sorted(server.people) == ["late@example.org"] + [
        f"reader{number}@example.org" for number in range(5)
    ]
    assert set(QueuedMail.objects.values_list("state", flat=True)) == {State.DELIVERED}


def test_the_worker_is_woken_for_the_next_attempt(server: Server) -> None:
    server.stop()
    mail = queue()
    DBTaskResult.objects.all().delete()

    delivering.deliver_due()
    delivering.deliver_due()

    mail.refresh_from_db()
    task = DBTaskResult.objects.get(status="READY")
    assert task.run_after == mail.next_attempt_at


@pytest.mark.parametrize("answer", ["451 try later", "552 too large", "421 closing"])
def test_a_mail_that_is_refused_is_tried_again(server: Server, clock: Clock, answer: str) -> None:
    server.answer = answer
    mail = queue()

    delivering.deliver_due()
    mail.refresh_from_db()
    assert (mail.state, mail.code) == (State.WAITING, int(answer[:3]))

    server.answer = "250 OK"
    clock.wait(minutes=6)
    delivering.deliver_due()
    assert server.people == ["ada@example.org"]


def test_who_is_refused_does_not_keep_it_from_the_others_nor_lets_them_have_it_twice(
    server: Server, clock: Clock
) -> None:
    server.refused = {"grace@example.org": "450 greylisted"}
    mail = queue("ada@example.org", "grace@example.org", "joan@example.org")

    delivering.deliver_due()
    mail.refresh_from_db()
    assert server.people == ["ada@example.org", "joan@example.org"]
    assert (mail.problem, mail.code) == (Problem.RECIPIENT, 450)
    assert mail.recipients == ["grace@example.org"]

    server.refused = {}
    clock.wait(minutes=6)
    delivering.deliver_due()
    assert server.people == ["ada@example.org", "joan@example.org", "grace@example.org"]


def test_a_mail_that_cannot_be_delivered_holds_up_no_other(server: Server) -> None:
    server.refused = {"ada@example.org": "550 unknown"}
    queue("ada@example.org")
    queue("grace@example.org")

    delivering.deliver_due()

    assert server.people == ["grace@example.org"]


def test_a_wrong_password_is_told_as_such(server: Server, settings) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "wrong"
    mail = queue()

    delivering.deliver_due()

    mail.refresh_from_db()
    assert mail.state == State.WAITING
    assert mail.problem in (Problem.SIGN_IN, Problem.UNREACHABLE)


def test_a_worker_that_died_while_sending_loses_no_mail(server: Server, clock: Clock) -> None:
    mail = queue()
    mail.state, mail.claimed_at = State.SENDING, clock.now
    mail.save()

    delivering.deliver_due()
    assert server.arrived == []
    clock.wait(minutes=11)
    delivering.deliver_due()

    assert server.people == ["ada@example.org"]


def test_a_task_that_was_lost_is_queued_again_by_the_schedule(server: Server, clock: Clock) -> None:
    queue()
    DBTaskResult.objects.all().delete()

    run_schedule()
    assert queued_tasks() == 0
    clock.wait(minutes=3)
    run_schedule()

    assert DBTaskResult.objects.get(status="READY").task_path.endswith("deliver_mails")
    assert ScheduledJob.objects.get(name="mails").result == "the worker was woken"


# --- The end --------------------------------------------------------------------------------------


def test_after_days_it_is_given_up_and_the_log_says_so_without_saying_to_whom(
    server: Server, clock: Clock, caplog
) -> None:
    server.stop()
    mail = queue("ada@example.org")
    for __ in range(4):
        delivering.deliver_due()
        clock.wait(days=1)
    delivering.deliver_due()
    assert QueuedMail.objects.get().state == State.WAITING
    clock.wait(days=2)
    delivering.deliver_due()

    mail.refresh_from_db()
    assert (mail.state, mail.next_attempt_at) == (State.GIVEN_UP, None)
    assert "1 mails could not be delivered in 5 days" in caplog.text
    assert "ada@example.org" not in caplog.text
    assert mail.recipients == ["ada@example.org"]


def test_what_was_given_up_can_be_sent_again(server: Server, clock: Clock) -> None:
    mail = queue()
    mail.state, mail.next_attempt_at, mail.tries = State.GIVEN_UP, None, 40
    mail.save()

    assert delivering.send_again(mail)
    delivering.deliver_due()

    assert server.people == ["ada@example.org"]
    mail.refresh_from_db()
    assert not delivering.send_again(mail)


def test_old_mails_are_forgotten_and_waiting_ones_are_not(server: Server, clock: Clock) -> None:
    for state in State.values:
        mail = queue()
        mail.state = state
        mail.save()

    clock.wait(days=31)
    assert delivering.forget_old() == 2

    assert set(QueuedMail.objects.values_list("state", flat=True)) == {
        State.WAITING,
        State.SENDING,
    }


def test_many_mails_cost_the_same_queries_to_queue(
    server: Server, django_assert_num_queries
) -> None:
    from django.core.mail import get_connection

    messages = [EmailMessage("a", "b", "s@example.org", ["r@example.org"]) for __ in range(20)]
    with django_assert_num_queries(2):  # the mails, and the task
        get_connection().send_messages(messages)
