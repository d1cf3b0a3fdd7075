"""What a killed worker has left behind is begun anew, within minutes."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from delivery.webhooks.delivering import CLAIM, wake_all

BACKEND = "background"
# No task takes longer: deliveries make room after 30 seconds, mail servers are given up after 20.
LOST_AFTER = CLAIM
# A task that its worker never survives is not begun for ever.
MOST_WORKERS = 5


def resume_tasks() -> str:
    """Queue again what a worker has begun and not ended, and wake deliveries that nobody sends.

    Tasks are done at least once: what had happened before the worker died, happens again.
    """
    old = timezone.now() - LOST_AFTER
    lost = DBTaskResult.objects.running().filter(backend_name=BACKEND, started_at__lt=old)
    again = given_up = 0
    for task in lost.only("pk", "worker_ids"):
        mine = lost.filter(pk=task.pk)  # unless it has ended meanwhile
        if len(task.worker_ids) < MOST_WORKERS:
            again += mine.update(status=TaskResultStatus.READY, started_at=None)
        else:
            given_up += mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    wake_all()
    return f"{again} tasks queued again, {given_up} given up"
