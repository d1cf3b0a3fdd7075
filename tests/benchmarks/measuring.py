"""All rows, in rounds: each server in turn, so that whatever else is done strikes all alike."""

import json
import statistics
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.production.engines import run
from tests.production.prepared import ROOT

from . import wrk
from .prepared import Site
from .serving import Server
from .targets import Target, headers_for

Report = Callable[[str], Any]
Measurement = dict[str, Any]
ANSWERS, MOST_SECONDS, PATIENCE = 12, 6.0, 2.0
# Connections at once. A worker keeps those that it has taken: of a few, all may be with one worker,
# while the other does nothing. What takes long has so few that nobody waits for long.
CLIENTS, FEW = {"warm": 32, "limit": 32}, 8
# Lines that the server itself adds.
OF_SERVER = {"Connection", "Date", "Server", "Transfer-Encoding"}


def probe(site: Site, only: list[str]) -> tuple[list[Target], str, dict[str, str]]:
    """The rows with their queries, the cookie of an editor, and where the newest item shows."""
    variables = {**site.environment, "LOG_LEVEL": "ERROR"}
    output = run([sys.executable, "-m", "tests.benchmarks.targets", *only], ROOT, variables)
    found = json.loads(output.strip().splitlines()[-1])
    targets = [Target(**values) for values in found["targets"]]
    return targets, found["session"], found["newest"]


def fetch(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], int]:
    """Status, headers and bytes as they come over the line, redirects left alone."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - 127.0.0.1
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=60) as response:
            return response.status, dict(response.headers), len(response.read())
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), len(error.read())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        return None


def measure_rows(
    servers: dict[str, Server],
    targets: list[Target],
    session: str,
    folder: Path,
    *,
    rounds: int,
    seconds: float,
    report: Report,
) -> list[Measurement]:
    """Each row with `servers` → median, spread and latencies."""
    plans = {target.name: _plan(target, servers, session, seconds, folder) for target in targets}
    seen: dict[tuple[str, str], list[dict[str, float]]] = {}
    for number in range(rounds):
        report(f"Round {number + 1} of {rounds}")
        for target in targets:
            plan = plans[target.name]
            for kind, url in plan.urls.items():
                seen.setdefault((target.name, kind), []).append(
                    _once(
                        servers[kind],
                        url,
                        plan,
                        folder,
                        seconds=plan.seconds.get(kind, seconds),
                        clients=CLIENTS.get(kind, FEW),
                    )
                )
    rows = []
    for target in targets:
        plan = plans[target.name]
        kinds = {kind: summary(seen[target.name, kind]) for kind in plan.urls}
        rows.append(
            {**asdict(target), "sent": plan.sent, "stock_alone": plan.alone, "servers": kinds}
        )
    for row in rows:
        for kind in row["servers"].values():
            wrong = kind["broken"] + (kind["refused"] if row["status"] < 400 else 0)
            row["wrong"] = row.get("wrong", 0) + wrong
    return rows


@dataclass
class Plan:
    """Where a row is asked for, with what headers, for how long, and how many bytes come."""

    urls: dict[str, str]
    headers: dict[str, str]
    seconds: dict[str, float]
    sent: int = 0
    alone: float = 0.0  # seconds of a single answer of "stock", if that was all that was measured


def _plan(
    target: Target, servers: dict[str, Server], session: str, seconds: float, folder: Path
) -> Plan:
    """Ask each server for the row, which warms it, and add the limit of the same bytes."""
    plan = Plan({}, headers_for(target, session), {})
    if not target.is_known or target.etag:
        plan.urls["cold"] = servers["cold"].base + target.path
    if target.is_cached:
        plan.urls["warm"] = servers["warm"].base + target.path
    if target.stock_path and "stock" in servers:
        plan.urls["stock"] = servers["stock"].base + target.stock_path
    if target.is_known:
        # Each encoding has its own tag, and Django's is not that of what is kept.
        __, answered, __ = fetch(plan.urls["warm"], plan.headers | {"If-None-Match": '"none"'})
        tags = {answered["ETag"], target.etag} - {""}
        plan.headers["If-None-Match"] = ", ".join(sorted(tags))
    expected = 304 if target.is_known else target.status
    for kind, url in list(plan.urls.items()):
        for __ in range(1 if kind == "stock" else 6):  # both workers, whichever answers
            begun = time.perf_counter()
            status, lines, sent = fetch(url, plan.headers)
            took = time.perf_counter() - begun
        if status != (200 if kind == "stock" else expected):
            raise wrk.WrkError(f"{url} of {kind} answered {status} instead of {expected}")
        if kind != "stock":
            plan.sent, answered = sent, lines
        if kind == "stock" and took > PATIENCE:
            plan.urls.pop(kind)  # a crowd of such requests would hold up all others
            plan.alone = took
            continue
        # What is slow gets the time for some answers, too.
        plan.seconds[kind] = min(MOST_SECONDS, max(seconds, took * ANSWERS))
    constant = {
        "status": "304 Not Modified" if target.is_known else "200 OK",
        "headers": [(name, value) for name, value in answered.items() if name not in OF_SERVER],
        "size": plan.sent,
    }
    name = target.name.replace(" ", "-")
    (folder / name).write_text(json.dumps(constant))
    plan.urls["limit"] = f"{servers['limit'].base}/as/{name}"
    return plan


def _once(
    server: Server, url: str, plan: Plan, folder: Path, *, seconds: float, clients: int
) -> dict[str, float]:
    before = server.cpu_seconds
    seen = wrk.load(url, plan.headers, folder, seconds=seconds, clients=clients)
    used = server.cpu_seconds - before
    _await_quiet(server)
    return {**asdict(seen), "cpu_ms": 1000 * used / seen.requests if seen.requests else 0.0}


def _await_quiet(server: Server) -> None:
    """What was asked when the time was over is still made; it shall cost the next one nothing."""
    for _ in range(100):
        before = server.cpu_seconds
        time.sleep(0.1)
        if server.cpu_seconds - before < 0.02:
            return


def summary(measured: list[dict[str, float]]) -> dict[str, float]:
    """Medians of the rounds; `spread` is (most - least) / median of the rates.

    A round in which nothing was answered in time says nothing of latencies.
    """
    rates = [one["rate"] for one in measured]
    middle = statistics.median(rates)
    answered = [one for one in measured if one["rate"]] or measured
    found = {
        name: middle if name == "rate" else statistics.median(one[name] for one in answered)
        for name in ("rate", "p50", "p95", "p99", "cpu_ms", "bytes_each")
    }
    found["spread"] = (max(rates) - min(rates)) / middle if middle else 0.0
    found["broken"] = sum(one["broken"] for one in measured)
    found["refused"] = sum(one["refused"] for one in measured)
    return found
