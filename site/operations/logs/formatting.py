"""A record becomes a line: JSON for machines, or a plain one for people at their own machine.

Only what is listed here gets into a line. Django and other libraries hang whole requests to their
records, which hold addresses, cookies and queries; a formatter that writes all there is would write
them too.
"""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from core.scrubbing import REMOVED, scrub

from . import context
from .configuration import ACCESS

# What `operations.requests.access` says of a request.
EXTRA = ("method", "path", "view", "status", "ms", "bytes", "client", "user")
MOST_CAUSES = 5
MOST_FRAMES = 40
# Their sentences quote names out of the code. All others may quote what somebody typed.
ABOUT_CODE = (
    AssertionError,
    AttributeError,
    ImportError,
    KeyError,
    NameError,
    NotImplementedError,
    TypeError,
)

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
# Whatever it says of requests is in fields, and the sentence always the same.
_sentence = lru_cache(maxsize=100)(scrub)


class JSONFormatter(logging.Formatter):
    """One object on one line: `time` (UTC), `level`, `logger`, `message`, `request_id`, `task`,
    `exception`, and the fields of EXTRA as far as there are any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **context.current(),
            **{name: value for name in EXTRA if (value := getattr(record, name, None)) is not None},
        }
        if error := error_of(record):
            line["exception"] = explain(error)
        return _encode(line)

    def request_line(self, at: float, request_id: str, fields: str) -> str:
        """As `format` writes it of a request that there are thousands of; `fields` as of `fields`,
        and more of that kind. `at`: seconds since 1970."""
        time = f"{_second(int(at))}.{int(at % 1 * 1000):03d}+00:00"
        return (
            f'{{"time": "{time}", "level": "INFO", "logger": "{ACCESS}", "message": "request", '
            f'"request_id": "{request_id}", {fields}}}'
        )

    @staticmethod
    def fields(said: Mapping[str, Any]) -> str:
        """The inside of a JSON object; what is None is left out."""
        return _encode({name: value for name, value in said.items() if value is not None})[1:-1]


@lru_cache(maxsize=4)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


class LineFormatter(logging.Formatter):
    """The same for people. Whoever sends a line break begins no new line with it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "milliseconds")
        extra = [str(value) for name in EXTRA if (value := getattr(record, name, None)) is not None]
        parts = [at, record.levelname, record.name, message_of(record), *extra]
        parts += [f"{name}={value}" for name, value in context.current().items()]
        line = " ".join(parts).replace("\r", "\\r").replace("\n", "\\n")
        error = error_of(record)
        return f"{line}\n{explain(error)}" if error else line


def message_of(record: logging.LogRecord) -> str:
    """The sentence, without personal data; also if its parts do not fit together."""
    try:
        if not record.args and isinstance(record.msg, str):
            return _sentence(record.msg)
        return scrub(record.getMessage())
    except Exception:
        return scrub(str(record.msg))


def error_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def explain(error: BaseException) -> str:
    """The traceback as Python writes it, causes first, without the values of variables and without
    what a sentence quotes."""
    chain = [error]
    while len(chain) < MOST_CAUSES and (cause := _cause(chain[-1])) and cause not in chain:
        chain.append(cause)
    return "\n".join(_explain_one(each) for each in reversed(chain))


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _explain_one(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-MOST_FRAMES))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}: {sentence_of(error)}"


def sentence_of(error: BaseException) -> str:
    """The first line of what an error says: what follows in PostgreSQL's shows the row."""
    try:
        lines = str(error).strip().splitlines()
    except Exception:
        return REMOVED
    text = scrub(lines[0]) if lines else ""
    return text if isinstance(error, ABOUT_CODE) else unquoted(text)


def unquoted(text: str) -> str:
    """A sentence without what stands in quotation marks."""
    for mark in ("'", '"'):
        pieces = text.split(mark)
        # Every second piece is inside; an apostrophe alone quotes nothing.
        if len(pieces) > 2:
            text = mark.join(REMOVED if place % 2 else piece for place, piece in enumerate(pieces))
    return text
