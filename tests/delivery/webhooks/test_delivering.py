"""From a change to a message that arrived: retried, claimed once, and never in an editor's way."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delivery.changes.settling import settle
from delivery.models import Change
from delivery.signals import changes_recorded
from delivery.webhooks import delivering, sending
from delivery.webhooks.delivering import PAUSES, deliver, queue, send_again, wake_all
from delivery.webhooks.messages import event_of, trial_message
from delivery.webhooks.models import WebhookDelivery, WebhookEndpoint
from delivery.webhooks.sending import Problem
from news.models import NewsIndexPage
from operations.worker import background_worker
from tests import factories
from tests.delivery.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db

State = WebhookDelivery.State


def change(**values: Any) -> Change:
    """A change as the record has it."""
    return Change(
        **{
            "sequence": 7,
            "at": datetime(2018, 11, 7, 10, 30, tzinfo=UTC),
            "kind": "published",
            "what": "pages",
            "object_id": "12",
            "type": "news.NewsPage",
            "language": "de",
            **values,
        }
    )


def record(*changes: Change) -> None:
    changes_recorded.send(sender=Change, changes=list(changes), addresses=[])


def only() -> WebhookDelivery:
    return WebhookDelivery.objects.get()


def reloaded(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.get(pk=endpoint.pk)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The worker's time, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now() + timedelta(seconds=1)
        monkeypatch.setattr(delivering.timezone, "now", lambda: self.now)

    def wait(self, duration: timedelta) -> None:
        self.now += duration


# --- What is told -------------------------------------------------------------------------------


def test_a_change_becomes_a_message_that_arrives(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    record(change())

    deliver(endpoint.pk)

    (message,) = receiver.verified(endpoint.secret)
    assert message == {
        "type": "page.published",
        "timestamp": "2018-11-07T10:30:00Z",
        "data": {
            "sequence": 7,
            "at": "2018-11-07T10:30:00Z",
            "kind": "published",
            "what": "pages",
            "id": "12",
            "type": "news.NewsPage",
            "language": "de",
            "detail_url": message["data"]["detail_url"],
        },
    }
    assert message["data"]["detail_url"].endswith("/api/v2/pages/12/")
    delivery = only()
    assert (delivery.state, delivery.next_attempt_at) == (State.DELIVERED, None)
    assert delivery.event == "page.published"
    assert receiver.requests[0][1]["webhook-id"] == delivery.message_id
    (attempt,) = delivery.attempts
    assert (attempt["status"], attempt["excerpt"]) == (200, "thanks")


@pytest.mark.parametrize(
    ("what", "kind", "event"),
    [
        ("pages", "moved", "page.moved"),
        ("images", "changed", "image.changed"),
        ("municipalities", "removed", "municipality.removed"),
        ("site", "changed", "site.changed"),
    ],
)
def test_an_event_says_what_it_is_about(what: str, kind: str, event: str) -> None:
    assert event_of(change(what=what, kind=kind)) == event


@pytest.mark.parametrize("kind", ["published", "changed", "moved", "removed"])
def test_an_endpoint_hears_of_the_kinds_that_it_asks_for(
    kind: str, endpoint: WebhookEndpoint
) -> None:
    for name in ("published", "changed", "moved", "removed"):
        setattr(endpoint, f"on_{name}", name == kind)
    endpoint.save()

    record(*(change(kind=name) for name in ("published", "changed", "moved", "removed")))

    assert only().event == f"page.{kind}"


def test_an_endpoint_hears_of_its_language_and_of_what_has_none(endpoint: WebhookEndpoint) -> None:
    endpoint.language = "en"
    endpoint.save()

    record(
        change(object_id="1", language="de"),
        change(object_id="2", language="en"),
        change(object_id="3", what="images", language=""),
    )

    events = WebhookDelivery.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["page.published", "image.published"]


def test_who_is_new_hears_nothing_of_what_was_before(news: NewsIndexPage) -> None:
    factories.NewsPageFactory(parent=news)

    WebhookEndpoint.objects.create(name="App", address="https://app.example.org/")
    settle()

    assert not WebhookDelivery.objects.exists()


def test_who_is_switched_off_hears_nothing(endpoint: WebhookEndpoint, receiver: Receiver) -> None:
    record(change())
    endpoint.is_active = False
    endpoint.save()
    record(change())

    deliver(endpoint.pk)

    assert receiver.requests == []
    assert only().state == State.GIVEN_UP


def test_messages_and_changes_are_stored_together_or_not_at_all(endpoint: WebhookEndpoint) -> None:
    class UndoneError(Exception):
        pass

    def undone() -> None:
        with transaction.atomic():
            record(change())
            assert WebhookDelivery.objects.exists()
            raise UndoneError

    with pytest.raises(UndoneError):
        undone()

    assert not WebhookDelivery.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_many_changes_queue_one_task(endpoint: WebhookEndpoint) -> None:
    changes = [change(object_id=str(number)) for number in range(50)]

    with CaptureQueriesContext(connection) as queries:
        record(*changes)

    kinds = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert kinds.count("INSERT") == 2  # deliveries and the task
    assert len(kinds) <= 6
    assert WebhookDelivery.objects.count() == 50
    assert DBTaskResult.objects.count() == 1


# --- When it does not work ----------------------------------------------------------------------


def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: Clock
) -> None:
    receiver.status = 503
    record(change())

    deliver(endpoint.pk)
    for number, pause in enumerate(PAUSES, start=1):
        assert len(receiver.requests) == number
        assert only().next_attempt_at == clock.now + pause
        assert DBTaskResult.objects.filter(run_after=clock.now + pause).count() == 1
        clock.wait(pause - timedelta(seconds=1))
        deliver(endpoint.pk)
        assert len(receiver.requests) == number
        clock.wait(timedelta(seconds=1))
        deliver(endpoint.pk)

    delivery = only()
    assert (delivery.state, delivery.next_attempt_at) == (State.GIVEN_UP, None)
    assert [attempt["status"] for attempt in delivery.attempts] == [503] * 7
    assert len({headers["webhook-id"] for __, headers, __ in receiver.requests}) == 1
    assert len(receiver.verified(endpoint.secret)) == 7
    assert list(PAUSES) == sorted(PAUSES)


def test_a_later_attempt_can_succeed(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: Clock
) -> None:
    receiver.status = 500
    record(change())
    deliver(endpoint.pk)
    receiver.status = 204
    clock.wait(PAUSES[0])

    deliver(endpoint.pk)

    assert only().state == State.DELIVERED
    assert [attempt["status"] for attempt in only().attempts] == [500, 204]


def test_a_receiver_that_does_not_answer_is_asked_once_and_then_left_alone(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: Clock, monkeypatch
) -> None:
    monkeypatch.setattr(sending, "STEP_TIMEOUT", 0.2)
    receiver.behave = receiver.hang
    record(*(change(object_id=str(number)) for number in range(20)))

    deliver(endpoint.pk)

    assert len(receiver.requests) == 1
    first = WebhookDelivery.objects.order_by("pk").first()
    assert first.attempts[0]["problem"] == Problem.TIMEOUT
    assert reloaded(endpoint).paused_until == first.next_attempt_at
    deliver(endpoint.pk)
    assert len(receiver.requests) == 1

    receiver.behave = None
    clock.wait(PAUSES[0])
    deliver(endpoint.pk)
    assert len(receiver.requests) == 21
    assert reloaded(endpoint).paused_until is None
    assert not WebhookDelivery.objects.exclude(state=State.DELIVERED).exists()


def test_a_receiver_that_answers_with_an_error_does_not_hold_up_other_messages(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.status = 400
    record(change(object_id="1"), change(object_id="2"))

    deliver(endpoint.pk)

    assert len(receiver.requests) == 2


def test_what_waits_for_days_comes_too_late(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: Clock
) -> None:
    record(change())
    clock.wait(timedelta(days=3, minutes=1))

    deliver(endpoint.pk)

    assert receiver.requests == []
    assert only().state == State.GIVEN_UP


def test_a_receiver_that_is_gone_is_switched_off(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    receiver.status = 410
    record(change(object_id="1"), change(object_id="2"))

    deliver(endpoint.pk)
    deliver(endpoint.pk)

    assert len(receiver.requests) <= 2
    assert not reloaded(endpoint).is_active
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {State.GIVEN_UP}


def test_an_endpoint_that_was_deleted_is_no_error(endpoint: WebhookEndpoint) -> None:
    record(change())
    pk = endpoint.pk
    endpoint.delete()

    deliver(pk)

    assert not WebhookDelivery.objects.exists()


def test_a_message_can_be_sent_again_as_it_was(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    record(change())
    deliver(endpoint.pk)

    send_again(only())
    deliver(endpoint.pk)

    first, second = receiver.requests
    assert first[2] == second[2]
    assert first[1]["webhook-id"] == second[1]["webhook-id"]
    assert len(only().attempts) == 2


def test_a_test_arrives_also_where_nothing_else_is_told(
    endpoint: WebhookEndpoint, receiver: Receiver
) -> None:
    endpoint.is_active = False
    endpoint.save()

    queue([trial_message(endpoint)])
    deliver(endpoint.pk)

    (message,) = receiver.verified(endpoint.secret)
    assert (message["type"], message["data"]) == ("webhook.test", {"name": "App"})


# --- Workers ------------------------------------------------------------------------------------


def test_a_message_that_somebody_is_sending_is_left_to_them(
    endpoint: WebhookEndpoint, receiver: Receiver, clock: Clock
) -> None:
    record(change())
    WebhookDelivery.objects.update(state=State.SENDING, claimed_at=clock.now)

    deliver(endpoint.pk)
    assert receiver.requests == []

    clock.wait(delivering.CLAIM + timedelta(seconds=1))  # its worker died
    deliver(endpoint.pk)
    assert len(receiver.requests) == 1


def test_a_worker_that_was_thought_dead_changes_nothing_any_more(
    endpoint: WebhookEndpoint, receiver: Receiver, monkeypatch
) -> None:
    record(change())

    def taken_over(*args: Any) -> sending.Answer:
        WebhookDelivery.objects.update(claimed_at=timezone.now() + timedelta(minutes=6))
        return sending.Answer(status=500)

    monkeypatch.setattr(delivering, "send", taken_over)
    deliver(endpoint.pk)

    assert only().state == State.SENDING
    assert only().attempts == []


def test_after_a_crash_everything_that_waits_is_queued_again(endpoint: WebhookEndpoint) -> None:
    record(change())
    DBTaskResult.objects.all().delete()
    WebhookEndpoint.objects.update(wakes_at=timezone.now() - timedelta(hours=1))

    wake_all()
    wake_all()

    assert DBTaskResult.objects.count() == 1


def test_old_deliveries_are_deleted_and_those_that_wait_are_kept(
    endpoint: WebhookEndpoint, capsys
) -> None:
    old = timezone.now() - timedelta(days=31)
    for state in State:
        for created_at in (old, timezone.now()):
            WebhookDelivery.objects.create(
                endpoint=endpoint, event="page.moved", body="{}", state=state, created_at=created_at
            )

    call_command("prune_deliveries")

    left = WebhookDelivery.objects.filter(created_at__lt=timezone.now() - timedelta(days=30))
    assert set(left.values_list("state", flat=True)) == {State.WAITING, State.SENDING}
    assert WebhookDelivery.objects.count() == 6
    assert "2 deliveries" in capsys.readouterr().out


# --- Editors ------------------------------------------------------------------------------------


def test_a_dead_receiver_does_not_slow_an_editor(
    endpoint: WebhookEndpoint,
    receiver: Receiver,
    news: NewsIndexPage,
    django_capture_on_commit_callbacks,
) -> None:
    receiver.behave = receiver.hang
    item = factories.NewsPageFactory(parent=news, live=False)
    settle()
    WebhookDelivery.objects.all().delete()

    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        item.save_revision().publish()
    settle()
    took = time.monotonic() - began

    assert took < sending.STEP_TIMEOUT / 2
    assert receiver.requests == []
    events = WebhookDelivery.objects.values_list("event", flat=True)
    assert "page.published" in events


def test_writes_let_the_worker_look_at_once_and_only_once(
    news: NewsIndexPage, django_capture_on_commit_callbacks
) -> None:
    def looks() -> int:
        return DBTaskResult.objects.filter(task_path__endswith="look_for_changes").count()

    connection.run_on_commit.clear()  # what the fixtures have asked for
    with django_capture_on_commit_callbacks(execute=True):
        factories.NewsPageFactory(parent=news).save_revision().publish()
        assert looks() == 0
    assert looks() == 1

    with django_capture_on_commit_callbacks(execute=True):
        factories.NewsPageFactory(parent=news)
    assert looks() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_published_arrives_without_anybody_asking(
    endpoint: WebhookEndpoint, receiver: Receiver, news: NewsIndexPage
) -> None:
    with background_worker(interval=0.1):
        item = factories.NewsPageFactory(parent=news, title="Austausch")

        def told() -> list[dict[str, Any]]:
            return [
                message
                for message in receiver.verified(endpoint.secret)
                if message["data"].get("id") == str(item.pk) and message["data"]["what"] == "pages"
            ]

        until = time.monotonic() + 20
        while not told() and time.monotonic() < until:
            time.sleep(0.1)

    assert [message["type"] for message in told()] == ["page.published"]
    assert not any(thread.name == "background worker" for thread in threading.enumerate())
    assert connection.is_usable()
