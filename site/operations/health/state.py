"""How the work that goes on beside the requests is doing."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Max, Min, When
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from ..models import ScheduledJob


def waiting_tasks() -> tuple[int, float]:
    """How many tasks wait that could be done, and for how many seconds the oldest has."""
    # A task without a time of its own may be done from when on it was queued.
    due_at = Case(
        When(run_after=get_date_max(), then=F("enqueued_at")),
        default=F("run_after"),
        output_field=DateTimeField(),
    )
    found: dict[str, Any] = DBTaskResult.objects.ready().aggregate(
        number=Count("pk"), since=Min(due_at)
    )
    return found["number"], seconds_since(found["since"])


def last_schedule_run() -> datetime | None:
    """When the schedule did something last, None if it never did."""
    return ScheduledJob.objects.aggregate(last=Max("finished_at"))["last"]


def seconds_since(at: datetime | None) -> float:
    return max(0.0, (timezone.now() - at).total_seconds()) if at else 0.0
