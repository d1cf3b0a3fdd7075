"""The runner: what is read, computed and printed; and one small run, whatever time it takes."""

import json
from pathlib import Path
from typing import Any

import pytest

from . import wrk
from .__main__ import main, missing
from .measuring import summary
from .report import comparison, flatness, goals, ratio, table, text
from .serving import _kilobytes

SAID = (
    "Running 1s test @ http://127.0.0.1:1/\n"
    'SEEN {"requests":500,"micros":1000000,"bytes":100000,"p50":1500,"p95":3000,"p99":9000,'
    '"broken":1,"refused":2}\n'
)


def row(name: str, queries: int = 9, **rates: float) -> dict[str, Any]:
    servers = {
        kind: {"rate": value, "spread": 0.1, "broken": 0, "refused": 0}
        | dict.fromkeys(("p50", "p95", "p99", "cpu_ms", "bytes_each"), 1.0)
        for kind, value in rates.items()
    }
    return {
        "name": name,
        "queries": queries,
        "sql_ms": 2.0,
        "size": 100,
        "sent": 50,
        "is_known": name.startswith("304"),
        "wrong": 0,
        "servers": servers,
    }


def run_of(size: int, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "size": size,
        "database": "sqlite",
        "rounds": 1,
        "seconds": 1.0,
        "rows": list(rows),
        **more,
    }


def test_what_wrk_says_is_read() -> None:
    seen = wrk.read(SAID)

    assert (seen.rate, seen.requests, seen.bytes_each) == (500, 500, 200)
    assert (seen.p50, seen.p95, seen.p99) == (1.5, 3.0, 9.0)
    assert (seen.broken, seen.refused) == (1, 2)


@pytest.mark.parametrize("output", ["", "unable to connect", SAID + SAID])
def test_anything_else_that_wrk_says_is_an_error(output: str) -> None:
    with pytest.raises(wrk.WrkError):
        wrk.read(output)


def test_rounds_become_a_median_and_a_spread() -> None:
    one = {"p50": 1, "p95": 2, "p99": 3, "cpu_ms": 4, "bytes_each": 5, "broken": 0, "refused": 1}
    found = summary([{**one, "rate": rate} for rate in (100, 400, 200)])

    assert found["rate"] == 200
    assert found["spread"] == 1.5
    assert found["refused"] == 3


def test_a_round_without_answers_says_nothing_of_latencies() -> None:
    names = ("rate", "p50", "p95", "p99", "cpu_ms", "bytes_each", "broken", "refused")
    none, some = dict.fromkeys(names, 0), dict.fromkeys(names, 8)

    assert summary([none, some])["p95"] == 8
    assert summary([none, some])["rate"] == 4
    assert summary([none])["p95"] == 0


def test_memory_is_read_in_kilobytes() -> None:
    assert _kilobytes("Rss:    2048 kB\nVmHWM:\t 10 kB\nName: x\n") == {"Rss": 2048, "VmHWM": 10}


def test_goals_say_the_worst_of_all_rows() -> None:
    met = run_of(
        200,
        row("home", cold=30, warm=900, limit=1000, stock=10),
        row("API list", cold=100, warm=750, limit=1000, stock=10),
        row("304 API", cold=100, warm=850, limit=1000),
        publish={"stale": 0, "requests": 24},
        empty_cache={"home": {"rendered": 1}},
        memory={"warm": [{"peak": 120.0}]},
    )
    missed = run_of(
        200,
        row("home", queries=16, cold=20, warm=600, limit=1000, stock=10),
        publish={"stale": 1, "requests": 24},
        empty_cache={"home": {"rendered": 2}},
        memory={"warm": [{"peak": 151.0}]},
    )

    assert [goal.is_met for goal in goals(met)] == [True] * 8
    assert [goal.is_met for goal in goals(missed)] == [False, None, None] + [False] * 5
    assert "0.75 × (API list)" in goals(met)[0].line()


def test_what_grows_with_the_content_is_told() -> None:
    small = run_of(200, row("API list", cold=100, limit=1000), row("home", cold=1, limit=1))
    large = run_of(50_000, row("API list", cold=100, limit=2000), row("home", cold=1, limit=1))
    lines = list(flatness(small, large))

    assert "| API list | 2.00 × |" in lines[-1]
    assert lines[-1].endswith("| NO |")
    assert not any("home" in line for line in lines)


def test_an_older_run_is_compared() -> None:
    old = run_of(200, row("home", queries=12, cold=10, limit=100), row("feed", cold=1, limit=1))
    new = run_of(200, row("home", cold=20, limit=100), row("search", cold=1, limit=1))
    lines = "\n".join(comparison(old, new))

    assert "| home | 2.00 × |  | 12 → 9 | 50 → 50 |" in lines
    assert "| search | new |" in lines
    assert "| feed | gone |" in lines
    assert lines in text([new], [old])


def test_the_table_has_a_cell_for_every_column() -> None:
    run = run_of(200, row("home", cold=10, warm=1, limit=2, stock=3), row("304 page", warm=1))
    lines = [line for line in table(run) if line.startswith("|")]

    assert len({line.count("|") for line in lines}) == 1
    assert ratio(run["rows"][0], "cold", "stock") == 10 / 3


@pytest.mark.production
@pytest.mark.skipif(bool(missing("sqlite")), reason="needs redis-server and wrk")
def test_a_small_run_measures_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    only = [f"--only={name}" for name in ("news page", "304 page", "API list", "404")]
    file = tmp_path / "seen.json"

    assert main(["--size=6", "--rounds=1", "--seconds=1", f"--json={file}", *only]) == 0

    (run,) = json.loads(file.read_text())["runs"]
    assert [one["name"] for one in run["rows"]] == ["news page", "404", "API list", "304 page"]
    for one in run["rows"]:
        assert one["wrong"] == 0, one["name"]
        assert one["sql_ms"] > 0
        assert all(server["rate"] > 0 for server in one["servers"].values()), one["name"]
    assert set(run["rows"][2]["servers"]) == {"cold", "warm", "limit", "stock"}
    assert "| news page |" in capsys.readouterr().out
