"""The background worker, which outlives an outage of the database."""

import time

from django.db import Error, connections
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from operations.outages.recognising import outage_behind

PAUSE = 2.0  # seconds between two looks for a database that is gone


class LastingWorker(db_worker.Worker):
    """As its base, which ends when the database does: this one waits until it is back.

    What an outage interrupts has not failed: it is queued again, at once if the database is back,
    else by the schedule's job `tasks`.
    """

    def run(self) -> None:
        while self.running:
            try:
                super().run()
                return
            except Error as error:
                if outage_behind(error) is None:
                    raise
                db_worker.logger.error("The worker waits, the database fails: %s", error)
                self._wait()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        fail = db_task_result.set_failed

        def set_failed(error: BaseException) -> None:
            if outage_behind(error) is None:
                fail(error)
                return
            db_task_result.status, db_task_result.started_at = TaskResultStatus.READY, None
            db_task_result.save(update_fields=["status", "started_at"])

        db_task_result.set_failed = set_failed
        super().run_task(db_task_result)

    def _wait(self) -> None:
        connections.close_all()
        until = time.monotonic() + PAUSE
        while self.running and time.monotonic() < until:
            time.sleep(0.1)


class Command(db_worker.Command):
    help = "Do what is queued for the background, until SIGTERM"

    def handle(self, **options: object) -> None:
        db_worker.Worker = LastingWorker  # the command has no other way to be told
        super().handle(**options)
