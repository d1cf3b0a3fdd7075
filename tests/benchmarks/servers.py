"""`make bench-servers`: which application server serves this site best.

The same stack (PostgreSQL, Redis, seeded content), the same mix of requests, the same number of
processes; one server after the other, in several rounds, so that what else the machine does strikes
all alike. What counts are the ratios within a run. Bounded: REQUESTS for each server and round.

    python -m tests.benchmarks.servers [--requests 400] [--rounds 3] [--clients 8]
"""

import argparse
import re
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGHUP

from tests.production.client import HOST
from tests.production.engines import missing
from tests.production.load import Answer, Ask, Load, Summary, summary
from tests.production.prepared import ROOT
from tests.production.process import Process, ProcessError, wait_until
from tests.production.stack import Stack

PROCESSES, THREADS = 2, 4
GUNICORN = ["-m", "gunicorn", "--config", "site/config/gunicorn.py"]
PATIENCE = 5  # seconds that a visitor waits while slow clients hold the server
#: name: arguments of Python; the one that is used stands first, ratios refer to it
SERVERS = {
    f"gunicorn gthread {PROCESSES}×{THREADS}": [
        *GUNICORN,
        f"--workers={PROCESSES}",
        f"--threads={THREADS}",
    ],
    f"gunicorn sync {PROCESSES}": [
        *GUNICORN,
        "--worker-class=sync",
        f"--workers={PROCESSES}",
        "--threads=1",  # with more, gunicorn would take gthread
    ],
    f"granian {PROCESSES}×{THREADS}": [
        *["-m", "granian", "--interface=wsgi", "--host=127.0.0.1", "--port={port}"],
        *[f"--workers={PROCESSES}", f"--blocking-threads={THREADS}", "--no-ws", "--http=1"],
        *["--working-dir=site", "config.wsgi:application"],
    ],
}


@dataclass
class Measured:
    """What was seen of one server in all rounds."""

    answers: list[Answer] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    memory: int = 0
    held_up: str = ""
    reload: Summary | None = None


def mix_of(stack: Stack) -> list[Ask]:
    """Pages, lists and API, what is known already (304), and a static file."""
    client = stack.client()
    listing = "/api/v2/pages/?type=news.NewsPage&limit=10"
    etag = client.get(listing).headers["ETag"]
    static = client.page("/de/").select_one("link[rel=stylesheet]")["href"]
    return [
        Ask("/de/"),
        Ask(stack.content.news_index_path),
        Ask(stack.content.news_path),
        Ask("/en/"),
        Ask(listing),
        Ask(f"/api/v2/pages/{stack.content.news}/"),
        Ask(listing, {"If-None-Match": etag}, 304),
        Ask(static),
    ]


@contextmanager
def serving(stack: Stack, name: str) -> Iterator[Process]:
    """One of SERVERS, inside, at the address of the stack."""
    arguments = [part.format(port=stack.port) for part in SERVERS[name]]
    log = stack.logs_folder / f"{re.sub(r'[^a-z]+', '-', name)}.log"
    server = Process(
        name, [sys.executable, *arguments], ROOT, log, stack.environment, is_up=stack.is_live
    )
    try:
        server.start()
        wait_until(lambda: all(stack.is_live() for __ in range(8)), f"all of {name}")
        yield server
    finally:
        server.stop(seconds=40)


def slow_clients(stack: Stack, number: int) -> str:
    """How a visitor fares while so many clients have sent half a request and then nothing."""
    half = f"GET /de/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode()
    held = [socket.create_connection(("127.0.0.1", stack.port)) for __ in range(number)]
    try:
        for connection in held:
            connection.sendall(half)
        time.sleep(0.5)
        begun = time.perf_counter()
        try:
            stack.client().get("/health/live", timeout=PATIENCE)
        except OSError:  # of which requests' errors are a kind
            return f"nobody is answered for {PATIENCE} s"
        return f"answered after {(time.perf_counter() - begun) * 1000:.0f} ms"
    finally:
        for connection in held:
            with suppress(OSError):
                connection.close()


def reloaded(stack: Stack, server: Process, mix: list[Ask], clients: int) -> Summary:
    """A reload (SIGHUP) under load: what became of the requests."""
    before = set(server.children)

    def hang_up() -> None:
        server.send(SIGHUP)
        with suppress(ProcessError):  # then the numbers say so
            wait_until(lambda: not before & set(server.children), "new processes", seconds=30)

    return summary(Load(stack.base, mix, clients=clients, most=2_000).run(100, meanwhile=hang_up))


def measure(requests: int, rounds: int, clients: int) -> dict[str, Measured]:
    """Every server in every round, in turn."""
    measured = {name: Measured() for name in SERVERS}
    with Stack() as stack:
        mix = mix_of(stack)
        stack.worker.stop()
        stack.server.stop()
        for number in range(rounds):
            for name, seen in measured.items():
                with serving(stack, name) as server:
                    load = Load(stack.base, mix, clients=clients)
                    load.run(8 * len(mix))  # warm
                    begun = time.perf_counter()
                    answers = load.run(requests)
                    seen.rates.append(len(answers) / (time.perf_counter() - begun))
                    seen.answers += answers
                    seen.memory = max(seen.memory, server.memory)
                    if number == rounds - 1:
                        seen.held_up = slow_clients(stack, PROCESSES * THREADS * 8)
                        seen.reload = reloaded(stack, server, mix, clients)
    return measured


def report(measured: dict[str, Measured]) -> Iterator[str]:
    """The lines of the table. A ratio is the median of those to the first server in each round."""
    first = next(iter(measured.values()))
    yield "server                  requests/s  ratio   median    95 %    99 %  failed  memory"
    for name, seen in measured.items():
        figures = summary(seen.answers)
        pairs = zip(seen.rates, first.rates, strict=True)
        ratio = statistics.median(rate / other for rate, other in pairs)
        yield (
            f"{name:<24}{statistics.median(seen.rates):>9.0f}  {ratio:>5.2f}  "
            f"{figures.median * 1000:>4.0f} ms {figures.p95 * 1000:>4.0f} ms "
            f"{figures.p99 * 1000:>4.0f} ms  {len(figures.failed):>6}  "
            f"{seen.memory / 2**20:>3.0f} MiB"
        )
    for name, seen in measured.items():
        yield f"{name}: with slow clients {seen.held_up}; reload: {seen.reload}"
        if seen.reload and seen.reload.failed:
            yield f"    {seen.reload.failed[0][:200]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400, help="for each server and round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8, help="at once")
    options = parser.parse_args()
    if reason := missing():
        print(f"make bench-servers {reason}", file=sys.stderr)
        return 2
    measured = measure(options.requests, options.rounds, options.clients)
    cores = len(list(Path("/sys/devices/system/cpu").glob("cpu[0-9]*")))
    print(f"{options.rounds} rounds of {options.requests} requests, {options.clients} at once,")
    print(f"{cores} cores, which the clients share\n")
    print("\n".join(report(measured)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
