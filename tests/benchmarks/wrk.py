"""One measurement with wrk (https://github.com/wg/wrk, Debian's package of that name)."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: prints what was seen as one line of JSON; latencies in microseconds
SCRIPT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nSEEN {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p95":%d,"p99":%d,' ..
    '"broken":%d,"refused":%d}\\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout, e.status))
end
"""
MARK = "SEEN "


class WrkError(Exception):
    """wrk said something else than expected."""


@dataclass(frozen=True)
class Seen:
    """One measurement: requests in a second, latencies in milliseconds; `refused` answers had a
    status of 400 or more, `broken` requests got none."""

    rate: float
    requests: int
    p50: float
    p95: float
    p99: float
    bytes_each: float
    broken: int
    refused: int


def read(output: str) -> Seen:
    """What wrk printed with SCRIPT. Raises `WrkError`."""
    lines = [line for line in output.splitlines() if line.startswith(MARK)]
    if len(lines) != 1:
        raise WrkError(f"wrk said: {output[-500:]}")
    found = json.loads(lines[0].removeprefix(MARK))
    requests = found["requests"]
    return Seen(
        rate=requests / (found["micros"] / 1e6) if found["micros"] else 0.0,
        requests=requests,
        p50=found["p50"] / 1000,
        p95=found["p95"] / 1000,
        p99=found["p99"] / 1000,
        bytes_each=found["bytes"] / requests if requests else 0.0,
        broken=found["broken"],
        refused=found["refused"],
    )


def load(
    url: str, headers: Mapping[str, str], folder: Path, *, seconds: float, clients: int = 8
) -> Seen:
    """Ask for an address with so many connections for so long (wrk takes whole seconds)."""
    script = folder / "seen.lua"
    if not script.exists():
        script.write_text(SCRIPT)
    command = ["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--timeout=30s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(  # noqa: S603 - our own addresses
        [*command, "-s", str(script), url],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise WrkError(f"wrk failed: {done.stdout[-300:]}{done.stderr[-500:]}")
    return read(done.stdout)
