"""The application servers of a run: the site cold and warm, and the two yardsticks."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.production.prepared import ROOT
from tests.production.process import Process, free_port

from .frame import HOST
from .prepared import Site

CONFIGURED = ["-m", "gunicorn", "--config", "site/config/gunicorn.py"]
#: name: what is served, and its variables; all with the site's own configuration of gunicorn
SERVERS: dict[str, tuple[str, dict[str, str]]] = {
    "cold": ("config.wsgi:application", {"PAGE_CACHE_MB": "0"}),
    "warm": ("config.wsgi:application", {}),
    "stock": (
        "tests.benchmarks.stock_wsgi:application",
        {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock_settings"},
    ),
    "limit": ("tests.benchmarks.limit:application", {}),
}
TICKS = os.sysconf("SC_CLK_TCK")


class Server(Process):
    """One of SERVERS on a free port of 127.0.0.1, with two workers unless told otherwise."""

    def __init__(self, kind: str, variables: Mapping[str, str], folder: Path) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        application, own = SERVERS[kind]
        own = {**own, "LIMIT_FOLDER": str(folder)}
        variables = {**variables, **own, "BIND": f"127.0.0.1:{self.port}"}
        super().__init__(
            kind,
            [sys.executable, *CONFIGURED, application],
            ROOT,
            folder / f"{kind}-{self.port}.log",
            variables,
            is_up=self._answers,
        )

    def _answers(self) -> bool:
        request = urllib.request.Request(  # noqa: S310 - 127.0.0.1
            f"{self.base}/health/live", headers={"Host": HOST, "X-Forwarded-Proto": "https"}
        )
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - 127.0.0.1
                return True
        except OSError:
            return False

    @property
    def cpu_seconds(self) -> float:
        """Processor time that its workers have used so far."""
        total = 0
        for pid in self.children:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    @property
    def worker_memory(self) -> list[dict[str, float]]:
        """Megabytes of each worker: in all (RSS), its share (PSS), the most so far (peak)."""
        found = []
        for pid in self.children:
            rollup = _kilobytes(Path(f"/proc/{pid}/smaps_rollup").read_text())
            peak = _kilobytes(Path(f"/proc/{pid}/status").read_text())["VmHWM"]
            found.append(
                {
                    "rss": rollup["Rss"] / 1024,
                    "pss": rollup["Pss"] / 1024,
                    "peak": peak / 1024,
                }
            )
        return found


def _kilobytes(text: str) -> dict[str, float]:
    found = {}
    for line in text.splitlines():
        name, __, value = line.partition(":")
        if value.endswith(" kB"):
            found[name] = float(value.split()[0])
    return found


@contextmanager
def serving(site: Site, kinds: list[str], folder: Path) -> Iterator[dict[str, Server]]:
    """These servers, all at once, stopped afterwards."""
    with ExitStack() as stack:
        found = {}
        for kind in kinds:
            found[kind] = Server(kind, site.environment, folder)
            stack.callback(found[kind].stop)
            found[kind].start()
        yield found
