"""One run of the schedule: every job that is due, each for itself, at most one run at a time."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from ..logs.context import in_task
from ..models import ScheduledJob, ScheduleLock

LEASE = timedelta(minutes=15)  # after which a run that was killed holds nobody up any more
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

logger = logging.getLogger(__name__)


class JobError(Exception):
    """Parts of a job failed; the others were done. The message says which, for the log."""


@dataclass(frozen=True)
class Job:
    """What is done, how often at most, and the function that does it and says what it did."""

    name: str
    every: timedelta
    run: Callable[[], str]


@dataclass
class Outcome:
    """What a run did: a sentence of each job that was due, and the names of those that failed."""

    is_busy: bool = False
    done: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def run_schedule(jobs: Iterable[Job] | None = None) -> Outcome:
    """Run every job that is due. An error in one is logged and does not stop the others.

    `is_busy` says that another run is under way, and nothing was done.
    """
    if jobs is None:
        from .jobs import JOBS

        jobs = JOBS
    outcome = Outcome()
    with _lock() as renew:
        if renew is None:
            outcome.is_busy = True
            return outcome
        for job in jobs:
            if _is_due(job):
                renew()
                _run(job, outcome)
    return outcome


def _is_due(job: Job) -> bool:
    last = ScheduledJob.objects.filter(name=job.name).first()
    if last is None or last.has_failed or last.finished_at is None:
        return True
    return last.started_at + job.every <= timezone.now()


def _run(job: Job, outcome: Outcome) -> None:
    started = timezone.now()
    ScheduledJob.objects.update_or_create(
        name=job.name, defaults={"started_at": started, "finished_at": None}
    )
    try:
        with in_task(f"schedule {job.name}"):
            result, is_done = job.run(), True
    except JobError as error:
        logger.error("Schedule: %s: %s", job.name, error)
        result, is_done = str(error), False
    except Exception as error:
        logger.exception("Schedule: %s failed", job.name)
        result, is_done = f"{type(error).__name__}: {error}", False
    finished = timezone.now()
    values = {"finished_at": finished, "result": result}
    if is_done:
        values["succeeded_at"] = finished
        outcome.done[job.name] = result
    else:
        outcome.failed.append(job.name)
    ScheduledJob.objects.filter(name=job.name).update(**values)


@contextmanager
def _lock() -> Iterator[Callable[[], None] | None]:
    """Hold the lock; gives a function that holds it longer, or None if another run has it."""
    holder = get_random_string(32)
    with transaction.atomic():
        ScheduleLock.objects.get_or_create(pk=1, defaults={"held_until": BEGINNING})
    free = ScheduleLock.objects.filter(pk=1, held_until__lte=timezone.now())
    if not free.update(held_until=timezone.now() + LEASE, holder=holder):
        yield None
        return
    own = ScheduleLock.objects.filter(pk=1, holder=holder)
    try:
        yield lambda: own.update(held_until=timezone.now() + LEASE) and None
    finally:
        own.update(held_until=timezone.now(), holder="")
