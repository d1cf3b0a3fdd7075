"""The old processes of a reload go on until all new ones can answer."""

import os
import signal
import time
from types import SimpleNamespace

import pytest

from config import handover as module
from config.handover import Handover, PatientWorker


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Handover:
    shared = Handover()
    monkeypatch.setattr(module, "handover", shared)
    return shared


@pytest.fixture
def worker() -> PatientWorker:
    """One that runs, without the sockets and files that it would need to answer."""
    worker = PatientWorker.__new__(PatientWorker)
    worker.alive = True
    worker.method_queue = SimpleNamespace(defer=lambda call: None)
    return worker


def eventually_ended(worker: PatientWorker) -> bool:
    deadline = time.monotonic() + 10
    while worker.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    return not worker.alive


def test_without_a_reload_a_process_ends_at_once(shared, worker) -> None:
    assert shared.is_done

    worker.handle_exit(signal.SIGTERM, None)

    assert not worker.alive


def test_a_process_stays_until_the_last_of_its_successors_can_answer(shared, worker) -> None:
    module.on_reload(SimpleNamespace(worker_age=3, cfg=SimpleNamespace(workers=2)))

    worker.handle_exit(signal.SIGTERM, None)
    module.post_worker_init(SimpleNamespace(age=4))
    assert worker.alive
    assert not shared.is_done
    module.post_worker_init(SimpleNamespace(age=5))

    assert shared.is_done
    assert eventually_ended(worker)


def test_told_twice_it_ends_at_once(shared, worker) -> None:
    shared.expect(4, 2)
    worker.handle_exit(signal.SIGTERM, None)
    worker.handle_exit(signal.SIGTERM, None)

    assert not worker.alive


def test_it_does_not_wait_for_ever(shared, worker, monkeypatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    shared.expect(4, 2)
    worker.handle_exit(signal.SIGTERM, None)

    assert eventually_ended(worker)


def test_a_later_reload_begins_anew_also_when_places_are_used_again(shared) -> None:
    for age in (1, 2, 1 + 4096, 2 + 4096):
        shared.report(age)
    shared.expect(1 + 2 * 4096, 2)

    assert not shared.is_done


def test_what_one_process_reports_another_sees(shared) -> None:
    shared.expect(7, 1)
    pid = os.fork()
    if not pid:
        shared.report(7)
        os._exit(0)
    os.waitpid(pid, 0)

    assert shared.is_done
