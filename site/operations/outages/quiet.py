"""One line in the log for an outage, not a traceback for each of the requests that meet it."""

import logging
import time

from .recognising import Outage, outage_behind

PAUSE = 10.0  # seconds between two lines about the same outage


class OutageFilter(logging.Filter):
    """Lets one record about each kind of outage pass in ten seconds, without its traceback, and
    says in the next how many were left out. Everything else passes as it is."""

    def __init__(self, pause: float = PAUSE) -> None:
        super().__init__()
        self._pause = pause
        self._last: dict[Outage, float] = {}
        self._left_out: dict[Outage, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        outage = outage_behind(error)
        if outage is None:
            return True
        now = time.monotonic()
        last = self._last.get(outage)
        if last is not None and now - last < self._pause:
            self._left_out[outage] = self._left_out.get(outage, 0) + 1
            return False
        self._last[outage] = now
        left_out = self._left_out.pop(outage, 0)
        record.msg = "The %s fails: %s: %s (%s more such errors since the last line)"
        record.args = (outage.value, type(error).__name__, _first_line(error), left_out)
        record.exc_info = record.exc_text = None
        return True


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def be_quiet() -> None:
    """Put the filter before what Django logs about requests."""
    # It has a line for each attempt to connect; the site says by itself what fails.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    logger = logging.getLogger("django.request")
    if not any(isinstance(known, OutageFilter) for known in logger.filters):
        logger.addFilter(OutageFilter())
