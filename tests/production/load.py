"""Many visitors at once, bounded in number and time: every request is counted, none is repeated."""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock

import requests

from .client import Client


@dataclass(frozen=True)
class Ask:
    """One request of the mix: a path and what distinguishes it."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    expected: int = 200


@dataclass(frozen=True)
class Answer:
    """What became of a request. `status` is 0 if there was no answer, and `error` says why."""

    path: str
    status: int
    seconds: float
    error: str = ""
    is_expected: bool = True


@dataclass
class Load:
    """`clients` visitors with a connection of their own each, who ask for `asks` in turn.

    `run` sends `count` requests in all. With `meanwhile`, a function that is called after the
    first tenth, it sends at least `count`, and goes on until that function has returned and each
    visitor has asked once more; `most` requests and `seconds` are the end in any case.
    """

    base: str
    asks: Sequence[Ask]
    clients: int = 4
    most: int = 5_000
    seconds: float = 120
    keep_alive: bool = True

    def run(self, count: int, meanwhile: Callable[[], None] | None = None) -> list[Answer]:
        answers: list[Answer] = []
        lock, is_over, has_begun = Lock(), Event(), Event()
        taken = iter(range(self.most))
        deadline = time.monotonic() + self.seconds
        if meanwhile is None:
            is_over.set()

        def visit(number: int) -> None:
            with Client(self.base, address=f"198.51.100.{number + 1}") as client:
                while time.monotonic() < deadline:
                    was_over = is_over.is_set()
                    with lock:
                        index = next(taken, None)
                    if index is None or (index >= count and was_over):
                        return
                    if index >= count // 10:
                        has_begun.set()
                    answer = self._ask(client, self.asks[index % len(self.asks)])
                    with lock:
                        answers.append(answer)

        with ThreadPoolExecutor(self.clients) as pool:
            visitors = [pool.submit(visit, number) for number in range(self.clients)]
            try:
                if meanwhile is not None:
                    has_begun.wait(self.seconds)
                    meanwhile()
            finally:
                is_over.set()
            for visitor in visitors:
                visitor.result()
        return answers

    def _ask(self, client: Client, ask: Ask) -> Answer:
        headers = ask.headers if self.keep_alive else {**ask.headers, "Connection": "close"}
        begun = time.perf_counter()
        try:
            response = client.get(ask.path, headers=headers)
        except requests.RequestException as error:
            took = time.perf_counter() - begun
            return Answer(ask.path, 0, took, f"{type(error).__name__}: {error}", False)
        took = time.perf_counter() - begun
        return Answer(
            ask.path, response.status_code, took, is_expected=response.status_code == ask.expected
        )


@dataclass(frozen=True)
class Summary:
    """Of a load: how many, how many not as expected, and how long they took, in seconds."""

    count: int
    failed: list[str]
    statuses: dict[int, int]
    median: float
    p95: float
    p99: float
    longest: float

    def __str__(self) -> str:
        return (
            f"{self.count} requests, {len(self.failed)} failed; "
            f"median {self.median * 1000:.0f} ms, 95 % within {self.p95 * 1000:.0f} ms, "
            f"longest {self.longest * 1000:.0f} ms"
        )


def summary(answers: Sequence[Answer]) -> Summary:
    """The figures of at least two answers."""
    times = [answer.seconds for answer in answers]
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return Summary(
        count=len(answers),
        failed=[
            f"{answer.path}: {answer.error or answer.status}"
            for answer in answers
            if not answer.is_expected
        ],
        statuses=dict(Counter(answer.status for answer in answers)),
        median=statistics.median(times),
        p95=cuts[94],
        p99=cuts[98],
        longest=max(times),
    )
