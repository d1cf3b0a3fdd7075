"""The lines of requests that the page cache answers, which come in thousands: written together, a
few times a second. What a killed process has not written is lost, and nothing else."""

import atexit
import logging
import os
import time
from collections import deque
from threading import Lock, Thread
from typing import NamedTuple

from delivery.page_cache.answers import Kept

from ..logs import context
from ..logs.configuration import ACCESS
from ..logs.formatting import JSONFormatter

PAUSE = 0.25  # seconds
MOST_WAITING = 10_000

logger = logging.getLogger(ACCESS)


class Line(NamedTuple):
    """What is to be said of a request, as `operations.requests.access` says it of others."""

    at: float
    request_id: str
    kept: Kept
    method: str
    status: int
    ms: float
    bytes: int
    client: str


class KeptLines:
    """`add` may be called from every thread; one thread of each process writes."""

    def __init__(self) -> None:
        self._waiting: deque[Line] = deque()
        self._lock = Lock()
        self._process = 0
        atexit.register(self.write)

    @property
    def is_on(self) -> bool:
        """Whether there is a line for each request."""
        return logger.isEnabledFor(logging.INFO)

    def add(self, line: Line) -> None:
        """Have a line written."""
        self._waiting.append(line)
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
    if type(handler) is not logging.StreamHandler:  # its kinds may do more than write
        for line in lines:
            with context.in_request(line.request_id):
                handler.handle(_record(line))
        return
    texts = [_text(handler, line) for line in lines]
    handler.acquire()
    try:
        handler.stream.write(handler.terminator.join([*texts, ""]))
        handler.flush()
    except Exception:
        handler.handleError(_record(lines[-1]))
    finally:
        handler.release()


def _text(handler: logging.Handler, line: Line) -> str:
    if type(handler.formatter) is JSONFormatter:
        return handler.formatter.request_line(line.at, line.request_id, _fields(line))
    with context.in_request(line.request_id):
        return handler.format(_record(line))


def _fields(line: Line) -> str:
    """What differs from one request for the answer to the next, behind what does not."""
    same = line.kept.notes.get((line.method, line.status))
    if same is None:
        notes = line.kept.notes
        said = {"method": line.method, "path": notes.get("path"), "view": notes.get("view")}
        same = JSONFormatter.fields({**said, "status": line.status})
        notes[line.method, line.status] = same
    return f'{same}, "ms": {line.ms}, "bytes": {line.bytes}, "client": "{line.client}"'


def _record(line: Line) -> logging.LogRecord:
    notes = line.kept.notes
    return logging.makeLogRecord(
        {
            "name": ACCESS,
            "levelname": "INFO",
            "levelno": logging.INFO,
            "msg": "request",
            "created": line.at,
            "path": notes.get("path"),
            "view": notes.get("view"),
            **{name: getattr(line, name) for name in ("method", "status", "ms", "bytes", "client")},
        }
    )
