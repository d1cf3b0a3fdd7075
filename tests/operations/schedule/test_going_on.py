"""`run_schedule --every`: one process that goes on, instead of a timer that calls it."""

import os
import signal

import pytest
from django.core.management import CommandError, call_command

from operations.management.commands import run_schedule as command
from operations.schedule import Outcome


@pytest.fixture
def _own_signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_signals")
def test_it_goes_on_after_an_error_and_ends_when_told_to(monkeypatch, caplog, capsys) -> None:
    runs = []

    def run() -> Outcome:
        runs.append(len(runs))
        if len(runs) == 1:
            raise OSError("the database is away")
        if len(runs) == 3:
            os.kill(os.getpid(), signal.SIGTERM)  # while it is at it: this run is the last
        return Outcome(done={"publish": f"run {len(runs)}"})

    monkeypatch.setattr(command, "run_schedule", run)
    monkeypatch.setattr(command.connections, "close_all", lambda: None)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)

    call_command("run_schedule", every=0.001, verbosity=2)

    assert runs == [0, 1, 2]
    assert "the database is away" in caplog.text
    assert capsys.readouterr().out.split("\n")[:2] == ["publish: run 2", "publish: run 3"]


@pytest.mark.parametrize("every", ["0", "-1", "a minute", "nan"])
def test_only_a_length_of_time_is_taken(every: str) -> None:
    with pytest.raises(CommandError, match="--every"):
        call_command("run_schedule", f"--every={every}")
