"""The worker inside `make run`: it goes on after an error, and ends with the site."""

import threading

import pytest

from operations import worker


@pytest.fixture(autouse=True)
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "wake_all", lambda: None)
    monkeypatch.setattr(worker, "PAUSE", 0)


def test_an_error_is_logged_and_does_not_end_it(monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    turns: list[str] = []
    goes_on = threading.Event()

    def run(self: worker.Worker) -> None:
        turns.append(self.backend_name)
        if len(turns) == 1:
            raise RuntimeError("the database went away")
        goes_on.set()
        self.running = False

    monkeypatch.setattr(worker.Worker, "run", run)

    with worker.background_worker(interval=0):
        assert goes_on.wait(5)

    assert turns == ["background", "background"]
    assert "the database went away" in caplog.text


def test_it_ends_with_what_is_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Event()

    def run(self: worker.Worker) -> None:
        started.set()
        while self.running:
            threading.Event().wait(0.01)

    monkeypatch.setattr(worker.Worker, "run", run)

    def serve_until_ctrl_c() -> None:
        with worker.background_worker(interval=0):
            assert started.wait(5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve_until_ctrl_c()

    assert not any(thread.name == "background worker" for thread in threading.enumerate())
