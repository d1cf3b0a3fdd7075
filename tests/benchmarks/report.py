"""What was measured as tables: rows, goals, and what changed since an older run."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .targets import FLAT

Run = Mapping[str, Any]
Row = Mapping[str, Any]

WARM, UNCHANGED, FLATNESS = 0.7, 0.8, 1.5
COLD_API, COLD_PAGE, MOST_QUERIES = 10.0, 3.0, 15
MEMORY = 150  # megabytes of a worker


@dataclass(frozen=True)
class Goal:
    """A line of the table of goals. `is_met` is None for what was not measured."""

    what: str
    goal: str
    seen: str
    is_met: bool | None

    def line(self) -> str:
        met = {True: "yes", False: "NO", None: "–"}[self.is_met]
        return f"| {self.what} | {self.goal} | {self.seen} | {met} |"


def rate(row: Row, kind: str) -> float:
    return row["servers"].get(kind, {}).get("rate", 0.0)


def ratio(row: Row, kind: str, to: str) -> float:
    """The rate of one server as a multiple of another's in the same run; 0 if one is missing."""
    base = rate(row, to)
    return rate(row, kind) / base if base else 0.0


def table(run: Run) -> Iterator[str]:
    """The rows: requests a second and their ratios; latency, processor, queries of cold answers."""
    yield (
        f"### {run['size']} items, {run['database']}, {run['rounds']} rounds of {run['seconds']} s"
    )
    yield ""
    yield (
        "| what | cold/s | warm/s | limit/s | stock/s | warm:limit | cold:stock | p50 cold | p95"
        " | p99 | p50 warm | cpu ms cold | warm | queries | sql ms | bytes | sent | spread |"
    )
    yield "| --- |" + " ---: |" * 17
    for row in run["rows"]:
        cold, warm = (row["servers"].get(kind, {}) for kind in ("cold", "warm"))
        cells = [
            *[_number(rate(row, kind)) for kind in ("cold", "warm", "limit", "stock")],
            *[_ratio(ratio(row, "warm", "limit")), _ratio(ratio(row, "cold", "stock"))],
            *[_one_digit(cold, name) for name in ("p50", "p95", "p99")],
            *[_one_digit(warm, "p50"), _one_digit(cold, "cpu_ms"), _one_digit(warm, "cpu_ms", 2)],
            *[str(row["queries"]), f"{row['sql_ms']:.1f}", str(row["size"]), str(row["sent"])],
            f"±{50 * (cold or warm).get('spread', 0):.0f} %",
        ]
        wrong = f" ({row['wrong']} wrong answers)" if row["wrong"] else ""
        yield f"| {row['name']}{wrong} | " + " | ".join(cells) + " |"


def _number(value: float) -> str:
    return f"{value:.0f}" if value else ""


def _one_digit(values: Mapping[str, float], name: str, digits: int = 1) -> str:
    return f"{values[name]:.{digits}f}" if name in values else ""


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value else ""


def goals(run: Run) -> list[Goal]:
    """The issue's goals that one run can tell."""
    rows = {row["name"]: row for row in run["rows"]}
    found = []
    warm = [row for row in run["rows"] if rate(row, "warm") and not row["is_known"]]
    found.append(_least("warm anonymous answer : limit", WARM, warm, "warm", "limit"))
    unchanged = [row for row in run["rows"] if row["is_known"]]
    found.append(_least("304 : limit", UNCHANGED, unchanged, "warm", "limit"))
    lists = [row for name, row in rows.items() if name in ("API list", "API filtered")]
    found.append(_least("cold API list, all fields : stock", COLD_API, lists, "cold", "stock"))
    pages = [row for name, row in rows.items() if name in ("home", "news list", "news page")]
    found.append(_least("cold home, news list, page : stock", COLD_PAGE, pages, "cold", "stock"))
    most = max((row["queries"] for row in pages), default=0)
    met = most <= MOST_QUERIES if pages else None
    found.append(Goal("queries of these pages", f"≤ {MOST_QUERIES}", str(most or "–"), met))
    found += _one_offs(run)
    return found


def _least(what: str, least: float, rows: list[Row], kind: str, to: str) -> Goal:
    seen = {row["name"]: ratio(row, kind, to) for row in rows if rate(row, to)}
    if not seen:
        return Goal(what, f"≥ {least:g} ×", "–", None)
    worst = min(seen, key=lambda name: seen[name])
    below = sum(value < least for value in seen.values())
    text = f"{seen[worst]:.2f} × ({worst})" + (f", {below} of {len(seen)} below" if below else "")
    return Goal(what, f"≥ {least:g} ×", text, not below)


def _one_offs(run: Run) -> Iterator[Goal]:
    published = run.get("publish")
    if published:
        seen = f"{published['stale']} of {published['requests']}"
        met = published["stale"] == 0
        yield Goal("stale answers after publishing", "0", seen, met)
    empty = run.get("empty_cache")
    if empty:
        most = max(one["rendered"] for one in empty.values())
        yield Goal(
            "renderings of a page for 100 visitors at once", "1", f"at most {most}", most == 1
        )
    memory = [worker["peak"] for worker in run.get("memory", {}).get("warm", [])]
    if memory:
        most_mb = max(memory)
        yield Goal("memory of a worker", f"≤ {MEMORY} MB", f"{most_mb:.0f} MB", most_mb <= MEMORY)


def flatness(small: Run, large: Run) -> Iterator[str]:
    """How much longer a cold answer takes with more content, and whether it asks more.

    Times are taken as multiples of the limit's of the same run, so that a busy machine counts less.
    """
    yield f"### {large['size']} items against {small['size']}, cold"
    yield ""
    yield f"| what | time (goal ≤ {FLATNESS:g} ×) | queries | sql ms | met |"
    yield "| --- | ---: | ---: | ---: | --- |"
    before = {row["name"]: row for row in small["rows"]}
    for row in large["rows"]:
        old = before.get(row["name"])
        if row["name"] not in FLAT or old is None:
            continue
        now, then = ratio(row, "cold", "limit"), ratio(old, "cold", "limit")
        times = then / now if now else float("inf")
        is_met = times <= FLATNESS and row["queries"] <= old["queries"]
        yield (
            f"| {row['name']} | {times:.2f} × | {old['queries']} → {row['queries']} "
            f"| {old['sql_ms']:.1f} → {row['sql_ms']:.1f} | {'yes' if is_met else 'NO'} |"
        )


def comparison(old: Run, new: Run) -> Iterator[str]:
    """What changed since an older run: rates as multiples of the limit's, queries, bytes."""
    yield f"### {new['size']} items, {new['database']}: against the older run ({old['size']} items)"
    yield ""
    yield "| what | cold | warm | queries | sent |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    before = {row["name"]: row for row in old["rows"]}
    for row in new["rows"]:
        then = before.get(row["name"])
        if then is None:
            yield f"| {row['name']} | new | | {row['queries']} | {row['sent']} |"
            continue
        changes = []
        for kind in ("cold", "warm"):
            was, is_now = ratio(then, kind, "limit"), ratio(row, kind, "limit")
            changes.append(f"{is_now / was:.2f} ×" if was and is_now else "")
        yield (
            f"| {row['name']} | {' | '.join(changes)} | {then['queries']} → {row['queries']} "
            f"| {then['sent']} → {row['sent']} |"
        )
    for name in before.keys() - {row["name"] for row in new["rows"]}:
        yield f"| {name} | gone | | | |"


def one_off_lines(run: Run) -> Iterator[str]:
    """Publishing, the empty cache, memory and the front end in words."""
    if published := run.get("publish"):
        yield (
            f"Publishing takes {published['publish_ms']:.0f} ms; {published['stale']} of "
            f"{published['requests']} next answers were stale."
        )
    for name, one in run.get("empty_cache", {}).items():
        yield f"Empty cache, 100 visitors: {name}: {', '.join(f'{v} {k}' for k, v in one.items())}"
    for kind, workers in run.get("memory", {}).items():
        each = "; ".join(
            f"RSS {one['rss']:.0f}, PSS {one['pss']:.0f}, peak {one['peak']:.0f}" for one in workers
        )
        yield f"Memory of the workers, {kind} (MB): {each}"
    front = run.get("front")
    if isinstance(front, str):
        yield f"Front end not measured: {front}"
    elif front:
        from .front import table as front_table

        yield from front_table(front)


def text(runs: Iterable[Run], old: Iterable[Run] = ()) -> str:
    """Everything for the terminal."""
    runs, old = list(runs), {(one["size"], one["database"]): one for one in old}
    lines: list[str] = []
    for run in runs:
        lines += [*table(run), "", "| what | goal | seen | met |", "| --- | --- | --- | --- |"]
        lines += [goal.line() for goal in goals(run)]
        lines += ["", *one_off_lines(run), ""]
    if len(runs) > 1:
        lines += [*flatness(runs[0], runs[-1]), ""]
    for run in runs:
        same = old.get((run["size"], run["database"]))
        if same:
            lines += [*comparison(same, run), ""]
    if old and not any((run["size"], run["database"]) in old for run in runs):
        first = next(iter(old.values()))
        smaller, larger = sorted([first, runs[0]], key=lambda one: one["size"])
        lines += [*comparison(first, runs[0]), "", *flatness(smaller, larger), ""]
    return "\n".join(lines)
