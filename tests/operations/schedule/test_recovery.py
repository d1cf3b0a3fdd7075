"""What a killed worker leaves behind is begun anew; what runs is left alone."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from delivery.webhooks.models import WebhookDelivery, WebhookEndpoint
from delivery.webhooks.tasks import deliver_due, look_for_changes
from operations.management.commands import db_worker
from operations.schedule.recovery import LOST_AFTER, MOST_WORKERS, resume_tasks

pytestmark = pytest.mark.django_db


def begun(ago: timedelta, workers: int = 1) -> DBTaskResult:
    look_for_changes.enqueue()
    task = DBTaskResult.objects.ready().get()
    for number in range(workers):
        task.claim(f"worker {number}")
    task.started_at = timezone.now() - ago
    task.save()
    return task


def test_a_task_whose_worker_died_is_queued_again() -> None:
    task = begun(LOST_AFTER + timedelta(seconds=1))
    assert resume_tasks() == "1 tasks queued again, 0 given up"
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().count() == 1


def test_a_task_that_still_runs_is_left_alone() -> None:
    task = begun(LOST_AFTER - timedelta(seconds=30))
    resume_tasks()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_task_that_no_worker_survives_is_given_up() -> None:
    task = begun(LOST_AFTER + timedelta(seconds=1), workers=MOST_WORKERS)
    assert resume_tasks() == "0 tasks queued again, 1 given up"
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED


def test_a_delivery_that_nobody_sends_is_woken() -> None:
    endpoint = WebhookEndpoint.objects.create(name="App", address="https://app.example.org/")
    WebhookDelivery.objects.create(
        endpoint=endpoint,
        event="page.published",
        body="{}",
        state=WebhookDelivery.State.SENDING,
        claimed_at=timezone.now() - timedelta(minutes=6),
        next_attempt_at=timezone.now() - timedelta(minutes=6),
    )
    resume_tasks()
    queued = DBTaskResult.objects.ready().get()
    assert queued.task_path == deliver_due.module_path
    resume_tasks()
    assert DBTaskResult.objects.ready().count() == 1


def test_what_an_outage_interrupts_has_not_failed(monkeypatch) -> None:
    look_for_changes.enqueue()
    task = DBTaskResult.objects.ready().get()
    task.claim("worker")

    def fail() -> None:
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr("delivery.webhooks.tasks.settle", fail)
    worker = db_worker.LastingWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="background",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    )
    worker.run_task(task)
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_the_worker_waits_for_a_database_that_is_gone(monkeypatch, caplog) -> None:
    turns = []

    def run(self: Worker) -> None:
        turns.append(self.backend_name)
        if len(turns) < 3:
            raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Worker, "run", run)
    monkeypatch.setattr(db_worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(db_worker, "PAUSE", 0)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker", Worker)
    monkeypatch.setattr(Worker, "configure_signals", lambda self: None)
    call_command("db_worker", "--backend=background", verbosity=0)
    assert turns == ["background"] * 3
