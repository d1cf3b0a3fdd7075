"""The line of a request that the page cache answers is that of any other."""

import json
import logging

import pytest

from delivery.page_cache.addressing import Reads
from delivery.page_cache.answers import Kept
from operations.logs import context
from operations.logs.formatting import JSONFormatter, LineFormatter
from operations.requests import kept_lines
from operations.requests.kept_lines import KeptLines, Line


def kept(**notes: object) -> Kept:
    return Kept("e", [], "", None, {"path": "/de/ä", "view": None, **notes}, Reads(), None)


def line(**changes: object) -> Line:
    said = Line(1_795_356_000.25, "abcdefgh", kept(), "GET", 200, 0.3, 6233, "203.0.113.0")
    return said._replace(**changes)


@pytest.mark.parametrize("status", [200, 304])
def test_the_quick_way_writes_what_the_formatter_writes(status):
    formatter = JSONFormatter()
    said = line(status=status)
    with context.in_request(said.request_id):
        slow = formatter.format(kept_lines._record(said))
    quick = formatter.request_line(said.at, said.request_id, kept_lines._fields(said))
    assert quick == slow
    assert json.loads(quick)["path"] == "/de/ä"


@pytest.mark.parametrize("formatter", [JSONFormatter(), LineFormatter()])
def test_lines_are_written_together_in_their_order(formatter, monkeypatch):
    class Stream:
        def __init__(self) -> None:
            self.written: list[str] = []

        def write(self, text: str) -> None:
            self.written.append(text)

        def flush(self) -> None:
            pass

    handler = logging.StreamHandler(Stream())
    handler.setFormatter(formatter)
    monkeypatch.setattr(kept_lines.logger, "handlers", [handler])
    lines = KeptLines()
    monkeypatch.setattr(lines, "_begin", lambda: None)
    for number in range(3):
        lines.add(line(request_id=f"request{number}"))
    lines.write()
    (text,) = handler.stream.written
    rows = text.splitlines()
    assert [f"request{number}" in row for number, row in enumerate(rows)] == [True] * 3
    lines.write()
    assert len(handler.stream.written) == 1


def test_too_many_are_written_at_once(monkeypatch):
    lines = KeptLines()
    monkeypatch.setattr(lines, "_begin", lambda: None)
    monkeypatch.setattr(kept_lines, "MOST_WAITING", 2)
    monkeypatch.setattr(kept_lines.logger, "handlers", [])
    for __ in range(3):
        lines.add(line())
    assert not lines._waiting
