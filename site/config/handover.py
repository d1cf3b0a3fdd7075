"""A reload in which nobody waits: old processes go on until the new ones can answer.

At SIGHUP gunicorn tells the old processes to end as soon as the new ones are begun, which then load
the whole site: visitors would wait for seconds. gunicorn's master imports this module, so nothing
of Django may be imported here.
"""

import gc
import mmap
import struct
import time
from threading import Thread
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 25.0  # seconds; gunicorn kills what has not ended after `graceful_timeout`
_AWAITED = struct.Struct("@QQ")
_PLACES = 4096


class Handover:
    """Which of the processes that a reload has begun have loaded the site.

    Lies in memory that the master shares with all processes it begins. Each process writes to a
    place of its own: gunicorn counts them (`age`).
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _AWAITED.size + _PLACES)

    def expect(self, first: int, number: int) -> None:
        """So many processes are begun now, of which the first has this age."""
        for age in range(first, first + number):
            self._memory[self._place(age)] = 0
        _AWAITED.pack_into(self._memory, 0, first, number)

    def report(self, age: int) -> None:
        """The process of this age can answer."""
        self._memory[self._place(age)] = 1

    @property
    def is_done(self) -> bool:
        """Whether all that the last reload has begun can answer; so it is without a reload."""
        first, number = _AWAITED.unpack_from(self._memory)
        return all(self._memory[self._place(age)] for age in range(first, first + number))

    def _place(self, age: int) -> int:
        return _AWAITED.size + age % _PLACES


handover = Handover()


def on_reload(server: Any) -> None:
    """gunicorn's hook, in the master, before new processes are begun."""
    handover.expect(server.worker_age + 1, server.cfg.workers)


def post_fork(server: Any, worker: Any) -> None:
    """gunicorn's hook, in a new process before it loads the site."""
    # All that is imported stays: looking for what could go takes a fifth of the time.
    gc.disable()


def post_worker_init(worker: Any) -> None:
    """gunicorn's hook, in a new process that has loaded the site."""
    gc.enable()
    gc.collect()
    gc.freeze()  # else somebody's request waits a tenth of a second while all of it is looked at
    handover.report(worker.age)


class PatientWorker(ThreadWorker):
    """Told to end (SIGTERM), it still takes requests until its successors do."""

    is_leaving = False

    def handle_exit(self, sig: int, frame: Any) -> None:
        if self.is_leaving or handover.is_done:
            super().handle_exit(sig, frame)
            return
        self.is_leaving = True
        Thread(target=self._leave, args=[sig], name="handover", daemon=True).start()

    def _leave(self, sig: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while not handover.is_done and time.monotonic() < deadline:
            time.sleep(0.05)
        super().handle_exit(sig, None)
