"""The timer inside `make run`: it goes on after an error, and ends with the site."""

import threading

import pytest

from operations import timer


@pytest.fixture(autouse=True)
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timer.connections, "close_all", lambda: None)


def test_an_error_is_logged_and_does_not_end_it(monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    runs: list[int] = []
    goes_on = threading.Event()

    def run() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise RuntimeError("the database went away")
        goes_on.set()

    monkeypatch.setattr(timer, "run_schedule", run)

    with timer.schedule_timer(interval=0.001):
        assert goes_on.wait(5)

    assert "the database went away" in caplog.text
    assert not any(thread.name == "schedule" for thread in threading.enumerate())


def test_it_runs_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = threading.Event()
    monkeypatch.setattr(timer, "run_schedule", ran.set)

    with timer.schedule_timer():
        assert ran.wait(5)
