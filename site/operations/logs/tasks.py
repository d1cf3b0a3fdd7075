"""Background tasks say in the log which of them is running."""

from typing import Any

from django.dispatch import receiver
from django_tasks import TaskResult
from django_tasks.signals import task_finished, task_started

from .context import begin_task, end_task


@receiver(task_started)
def note_start(task_result: TaskResult, **kwargs: Any) -> None:
    begin_task(str(task_result.id))


@receiver(task_finished)
def note_end(task_result: TaskResult, **kwargs: Any) -> None:
    end_task(str(task_result.id))
