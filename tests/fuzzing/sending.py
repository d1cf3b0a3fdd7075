"""Sends a case into the site as an application server would, and looks at what came of it."""

import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.test import TestCase
from django.test.client import ClientHandler

from tests.production.seed import HOST

from .inputs import Case

SLOW = 1.0  # seconds
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
EXPECTED = {
    *(200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308),
    *(400, 401, 403, 404, 405, 406, 410, 411, 412, 413, 414, 415, 416, 422, 429),
}
# Noting what has changed is left to the next request (`delivery.changes`).
WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER)\b(?! (INTO )?\"delivery_)", re.IGNORECASE
)
TRACEBACK = b"Traceback (most recent call last)"


@dataclass
class Watched:
    """What the database and the log saw during a request."""

    slowest: float = 0.0
    slow_sql: str = ""
    writes: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - begun
            if took > self.slowest:
                self.slowest, self.slow_sql = took, sql
            if WRITE.match(sql):
                self.writes.append(sql[:200])


class _Log(logging.Handler):
    def __init__(self, watched: Watched) -> None:
        super().__init__()
        self.watched = watched

    def emit(self, record: logging.LogRecord) -> None:
        # A refused host or a token that was tampered with is told to whoever reads the log.
        if record.exc_info and not record.name.startswith("django.security"):
            kind, error, __ = record.exc_info
            self.watched.tracebacks.append(f"{record.name}: {kind and kind.__name__}: {error}")


class Sender:
    """Counts what it sends in `statuses` and `kinds`, and keeps what must not be in `findings`."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.kinds: Counter[str] = Counter()
        self.different: set[str] = set()
        self.findings: dict[str, list[str]] = {}
        self.slowest_query = 0.0
        self.slowest_request = 0.0

    def send(self, case: Case) -> None:
        """Send it, undo what it wrote, and note what must not be."""
        if self.kinds.total() % 50 == 0:
            cache.clear()  # else the later cases would only be read from it
        self.kinds[case.kind] += 1
        self.different.add(str(case))
        response, watched, took = self._answer(case)
        if watched.slowest > SLOW:  # the machine may have been at something else
            __, again, __ = self._answer(case)
            watched.slowest = min(watched.slowest, again.slowest)
        self.slowest_query = max(self.slowest_query, watched.slowest)
        self.slowest_request = max(self.slowest_request, took)
        for problem in problems(case, response, watched):
            examples = self.findings.setdefault(f"{case.kind}: {problem}", [])
            if len(examples) < 3:
                examples.append(str(case))
        self.statuses[response.status_code if response else 0] += 1

    def _answer(self, case: Case) -> tuple[Any, Watched, float]:
        watched = Watched()
        begun = time.perf_counter()
        try:
            with (
                _undone(),
                _logged(watched),
                connection.execute_wrapper(watched),
                TestCase.captureOnCommitCallbacks(execute=True),
            ):
                response = respond(case)
        except Exception as error:
            watched.tracebacks.append(f"escaped: {type(error).__name__}: {error}")
            response = None
        return response, watched, time.perf_counter() - begun

    def summary(self) -> str:
        """The counts, for whoever runs it."""
        errors = sum(count for status, count in self.statuses.items() if not 0 < status < 500)
        tracebacks = sum("traceback" in finding for finding in self.findings)
        lines = [
            f"{self.kinds.total()} cases, {len(self.different)} different · {errors} with 5xx · "
            f"{tracebacks} kinds of tracebacks · "
            f"slowest query {self.slowest_query * 1000:.0f} ms · "
            f"slowest request {self.slowest_request * 1000:.0f} ms",
            f"by status: {dict(sorted(self.statuses.items()))}",
            f"by address: {dict(self.kinds.most_common())}",
        ]
        for finding, examples in sorted(self.findings.items()):
            lines += [f"FOUND {finding}", *(f"      {example}" for example in examples)]
        return "\n".join(lines)


def respond(case: Case) -> Any:
    """The site's answer to a case."""
    environ = {
        "REQUEST_METHOD": case.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": case.path.decode("latin-1"),
        "QUERY_STRING": case.query.decode("latin-1"),
        "SERVER_NAME": HOST,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": HOST,
        "HTTP_X_FORWARDED_PROTO": "https",
        "CONTENT_TYPE": case.content_type,
        "CONTENT_LENGTH": str(len(case.body)) if case.body else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(case.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multiprocess": True,
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        **case.headers,
    }
    WSGIRequest(dict(environ))  # what the server's handler would answer with 400 is no case
    response = ClientHandler(enforce_csrf_checks=case.checks_csrf)(environ)
    response.body = b"".join(response) if response.streaming else response.content
    return response


def problems(case: Case, response: Any, watched: Watched) -> Iterator[str]:
    """What must not be: a sentence each."""
    for traceback in watched.tracebacks:
        yield f"traceback {re.sub(r'[^ -~]|[0-9]+', '·', traceback)[:200]}"
    if watched.slowest > SLOW:
        yield f"slow query, {watched.slowest:.1f} s: {watched.slow_sql[:200]}"
    if case.method in SAFE:
        for sql in watched.writes:
            yield f"{case.method} writes: {re.sub(r'[0-9]+', '·', sql)[:100]}"
    if response is None:
        return
    status = response.status_code
    if status not in EXPECTED:
        yield f"status {status}"
    if TRACEBACK in response.body:
        yield "shows a traceback"
    if response.body and (status in (204, 304) or case.method == "HEAD"):
        yield f"a body with {status} to {case.method}"
    if any("x-injected" in name.lower() for name in response.headers):
        yield "a header of the client's making"
    if case.path.startswith(b"/api/v2/") and status >= 400:
        yield from _api_problems(case, response)


def _api_problems(case: Case, response: Any) -> Iterator[str]:
    """An error of the API is JSON with a sentence, which names the parameter that it is about."""
    if case.method == "HEAD":
        return
    if response.headers.get("Content-Type", "").partition(";")[0] != "application/json":
        if "X-CSRF" not in response.headers and response.status_code not in (413,):
            yield f"{response.status_code} in {response.headers.get('Content-Type')}"
        return
    answer = json.loads(response.body)
    if not isinstance(answer, dict) or not answer.get("message"):
        yield f"{response.status_code} without a message: {response.body[:80]!r}"
    elif answer["message"] == "bad request" and {"HTTP_HOST", "CONTENT_LENGTH"} & set(case.headers):
        pass  # what is wrong with the request itself is seen before its parameters
    elif "charset" in case.content_type:
        pass  # by which Django reads the query too: the names are others then
    elif response.status_code == 400 and case.method == "GET" and case.names:
        message = answer["message"]
        names = [name for name in case.names if name.isascii() and name.isprintable()]
        is_named = any(name in message for name in names) or message.endswith("is required")
        if len(names) == len(case.names) and not is_named:
            yield f"400 names no parameter: {message[:100]!r}"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _logged(watched: Watched) -> Iterator[None]:
    """Every logger that does not hand on to the root one gets the handler too."""
    handler = _Log(watched)
    loggers = [logging.getLogger()] + [
        logger
        for logger in logging.Logger.manager.loggerDict.values()
        if isinstance(logger, logging.Logger) and not logger.propagate
    ]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
