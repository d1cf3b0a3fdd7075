"""What the database knows of the site's state, asked when the numbers are."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Model
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from delivery.webhooks.models import WebhookDelivery

from ..health.state import waiting_tasks
from ..mail.models import QueuedMail
from ..models import ScheduledJob

# The names of what each number is told apart by.
BY_STATE, BY_JOB = ["state"], ["job"]


class StateCollector(Collector):
    """Six queries, however much there is."""

    def collect(self) -> Iterator[Metric]:
        number, seconds = waiting_tasks()
        yield GaugeMetricFamily("site_tasks_waiting", "Tasks that could be done", value=number)
        yield GaugeMetricFamily(
            "site_task_oldest_seconds", "For how long the oldest of them has waited", value=seconds
        )
        yield GaugeMetricFamily(
            "site_tasks_failed",
            "Tasks that ended with an error, of the last weeks",
            value=DBTaskResult.objects.failed().count(),
        )
        yield _by_state("site_mails", "Outgoing mails", QueuedMail)
        yield _by_state("site_webhook_deliveries", "Messages to webhooks", WebhookDelivery)
        yield from _jobs()

    def describe(self) -> list[Metric]:
        return []  # nothing is asked of the database before somebody wants to know


def _by_state(name: str, text: str, model: type[Model]) -> Metric:
    metric = GaugeMetricFamily(name, text, labels=BY_STATE)
    counts: dict[str, int] = dict.fromkeys(model.State.values, 0)
    counts |= dict(
        model._default_manager.order_by().values_list("state").annotate(number=Count("pk"))
    )
    for state, number in counts.items():
        metric.add_metric([state], number)
    return metric


def _jobs() -> Iterator[Metric]:
    finished = GaugeMetricFamily(
        "site_schedule_finished_timestamp_seconds", "When each job ended last", labels=BY_JOB
    )
    failed = GaugeMetricFamily(
        "site_schedule_failed", "Whether each job's last run failed", labels=BY_JOB
    )
    jobs: Any = ScheduledJob.objects.exclude(finished_at=None)
    for job in jobs:
        finished.add_metric([job.name], job.finished_at.timestamp())
        failed.add_metric([job.name], int(job.has_failed))
    yield finished
    yield failed
