"""A run of the schedule: each job for itself, at most one run at a time, the last one recorded."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from operations.models import ScheduledJob, ScheduleLock
from operations.schedule import jobs, run_schedule
from operations.schedule.runner import Job, JobError

pytestmark = pytest.mark.django_db

ALWAYS = timedelta(0)


class Counter:
    def __init__(self, error: Exception | None = None) -> None:
        self.runs = 0
        self.error = error

    def __call__(self) -> str:
        self.runs += 1
        if self.error:
            raise self.error
        return f"run {self.runs}"


@pytest.mark.parametrize("error", [RuntimeError("broken"), JobError("page 7")])
def test_a_job_that_fails_is_logged_and_does_not_stop_the_others(error, caplog) -> None:
    other = Counter()

    outcome = run_schedule([Job("first", ALWAYS, Counter(error)), Job("second", ALWAYS, other)])

    assert (outcome.failed, outcome.done) == (["first"], {"second": "run 1"})
    assert str(error) in caplog.text
    assert str(error) in ScheduledJob.objects.get(name="first").result


def test_the_last_run_is_recorded() -> None:
    run_schedule([Job("good", ALWAYS, Counter()), Job("bad", ALWAYS, Counter(ValueError("no")))])

    good, bad = ScheduledJob.objects.get(name="good"), ScheduledJob.objects.get(name="bad")
    assert (good.has_failed, good.result) == (False, "run 1")
    assert good.started_at <= good.succeeded_at == good.finished_at
    assert bad.has_failed
    assert bad.succeeded_at is None


def test_a_second_run_at_the_same_time_does_nothing() -> None:
    inner = Counter()
    outcomes = []

    def meanwhile() -> str:
        outcomes.append(run_schedule([Job("inner", ALWAYS, inner)]))
        return "done"

    run_schedule([Job("outer", ALWAYS, meanwhile)])

    assert outcomes[0].is_busy
    assert inner.runs == 0
    assert not run_schedule([Job("inner", ALWAYS, inner)]).is_busy


def test_a_run_that_was_killed_holds_nobody_up_for_long() -> None:
    ScheduleLock.objects.create(
        pk=1, held_until=timezone.now() - timedelta(seconds=1), holder="killed"
    )

    assert run_schedule([Job("job", ALWAYS, Counter())]).done == {"job": "run 1"}


def test_a_job_is_not_run_again_before_its_time_unless_it_failed() -> None:
    good, bad = Counter(), Counter(ValueError("no"))
    daily = [Job("good", jobs.DAILY, good), Job("bad", jobs.DAILY, bad)]

    run_schedule(daily)
    run_schedule(daily)

    assert (good.runs, bad.runs) == (1, 2)


def test_the_command_says_with_its_exit_code_whether_a_job_failed(
    monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(jobs, "JOBS", (Job("good", ALWAYS, Counter()),))
    call_command("run_schedule", verbosity=2)
    assert capsys.readouterr().out == "good: run 1\n"

    monkeypatch.setattr(jobs, "JOBS", (Job("bad", ALWAYS, Counter(ValueError("no"))),))
    with pytest.raises(CommandError, match="bad"):
        call_command("run_schedule")


def test_all_jobs_run_on_an_empty_site() -> None:
    outcome = run_schedule()

    assert outcome.failed == []
    assert set(outcome.done) == {job.name for job in jobs.JOBS}
