"""`make bench`: how fast the site is, beside what this server can do and what Wagtail does.

    python -m tests.benchmarks [--size 200,50000] [--database sqlite|postgres] [--json FILE]

Two yardsticks on the same cores: `limit` (a constant answer of the same bytes) and `stock`
(Wagtail's own API and pages). What counts are the ratios within a run. See docs/operations.md.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.production.engines import Redis, postgres_programs

from . import oneoffs
from .measuring import measure_rows, probe
from .prepared import Shop
from .report import text
from .serving import SERVERS, serving


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 unless something could not be measured."""
    options = _options(arguments)
    if lacking := missing(options.database):
        print(f"make bench needs {lacking}: apt install {lacking}", file=sys.stderr)
        return 2
    old = json.loads(options.compare.read_text())["runs"] if options.compare else []
    runs = []
    with _folder() as folder, Shop(options.database, folder) as shop:
        for size in options.size:
            runs.append(measure(shop, size, folder, options))
    print(text(runs, old))
    if options.json:
        options.json.write_text(json.dumps({"runs": runs}, indent=1, ensure_ascii=False))
    return 0


def missing(database: str) -> str:
    """The packages of Debian that a run lacks, "" if none."""
    lacking = [program for program in ("wrk", "redis-server") if not shutil.which(program)]
    is_own = database == "postgres" and not os.environ.get("DATABASE_URL")
    if is_own and postgres_programs() is None:
        lacking.append("postgresql")
    return " ".join(lacking)


def measure(shop: Shop, size: int, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One site: all rows, then what is seen once."""
    begun = time.monotonic()

    def report(what: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {size}: {what}", file=sys.stderr, flush=True)

    with shop.site(size) as site, _redis(folder, size) as address:
        site.environment["REDIS_URL"] = address
        report("Queries")
        targets, session, newest = probe(site, options.only)
        report("Servers")
        kinds = [kind for kind in SERVERS if options.stock or kind != "stock"]
        with serving(site, kinds, folder) as servers:
            rows = measure_rows(
                servers,
                targets,
                session,
                folder,
                rounds=options.rounds,
                seconds=options.seconds,
                report=report,
            )
            run = {
                "size": size,
                "database": options.database,
                "rounds": options.rounds,
                "seconds": options.seconds,
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "rows": rows,
                "memory": {kind: servers[kind].worker_memory for kind in servers},
            }
            if not options.only:
                report("Publishing")
                run["publish"] = oneoffs.publish(site, servers["warm"], newest)
                if options.front:
                    report("Front end")
                    run["front"] = oneoffs.front(servers["warm"], targets)
        if not options.only:
            report("Empty cache")
            run["empty_cache"] = oneoffs.empty_cache(site, targets, session, folder)
        report("Done")
    return run


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)  # PostgreSQL's user passes through to its own folder
        yield Path(name)


@contextmanager
def _redis(folder: Path, size: int) -> Iterator[str]:
    server = Redis(folder / f"redis-{size}", folder / f"redis-{size}.log")
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n\n")[0])
    sizes = lambda value: [int(size) for size in value.split(",")]  # noqa: E731
    parser.add_argument("--size", type=sizes, default=[200], help="items; 200,50000 compares")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0, help="of one measurement")
    parser.add_argument("--only", action="append", default=[], help="a row; may be repeated")
    parser.add_argument(
        "--no-stock",
        dest="stock",
        action="store_false",
        help="leave out Wagtail's own, which is slow",
    )
    parser.add_argument("--front", action="store_true", help="also LCP and CLS, in Chromium")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    parser.add_argument("--compare", type=Path, help="the JSON of an older run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
