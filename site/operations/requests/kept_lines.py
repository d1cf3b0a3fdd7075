"""The lines of requests that the page cache answers, which come in thousands: written together, a
few times a second. What a killed process has not written is lost, and nothing else."""

import atexit
import logging
import os
import time
from collections import deque
from threading import Lock, Thread
from typing import Any

from ..logs import context
from ..logs.configuration import ACCESS

PAUSE = 0.25  # seconds
MOST_WAITING = 10_000

logger = logging.getLogger(ACCESS)

Line = tuple[float, str, dict[str, Any]]


class KeptLines:
    """`add` may be called from every thread; one thread of each process writes."""

    def __init__(self) -> None:
        self._waiting: deque[Line] = deque()
        self._lock = Lock()
        self._process = 0
        atexit.register(self.write)

    def add(self, request_id: str, **said: Any) -> None:
        """Have a line written; `said` as `operations.requests.access` says it of others."""
        if not logger.isEnabledFor(logging.INFO):
            return
        self._waiting.append((time.time(), request_id, said))
        if self._process != os.getpid():
            self._begin()
        if len(self._waiting) > MOST_WAITING:
            self.write()

    def write(self) -> None:
        """Write what waits, now."""
        with self._lock:
            lines = [self._waiting.popleft() for __ in range(len(self._waiting))]
            for handler in logger.handlers if lines else ():
                _write(handler, lines)

    def _begin(self) -> None:
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
        Thread(target=self._go_on, name="kept-lines", daemon=True).start()

    def _go_on(self) -> None:
        while True:
            time.sleep(PAUSE)
            self.write()


def _write(handler: logging.Handler, lines: list[Line]) -> None:
    records = [(request_id, _record(at, said)) for at, request_id, said in lines]
    if type(handler) is not logging.StreamHandler:  # its kinds may do more than write
        for request_id, record in records:
            with context.in_request(request_id):
                handler.handle(record)
        return
    texts = []
    for request_id, record in records:
        with context.in_request(request_id):
            texts.append(handler.format(record))
    handler.acquire()
    try:
        handler.stream.write(handler.terminator.join([*texts, ""]))
        handler.flush()
    except Exception:
        handler.handleError(records[-1][1])
    finally:
        handler.release()


def _record(at: float, said: dict[str, Any]) -> logging.LogRecord:
    whole = {"name": ACCESS, "levelname": "INFO", "levelno": logging.INFO, "msg": "request"}
    return logging.makeLogRecord({**whole, "created": at, **said})
