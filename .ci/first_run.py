"""Do what the README's first command promises, as a person would: python3 first_run.py FOLDER PORT

`make run` in FOLDER, look at the site, press Ctrl-C, and the same again. The second start must be
quick and keep the password. Only the standard library.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FIRST_START = 600  # seconds: it installs everything
SECOND_START = 10  # three on a machine with nothing else to do


class Run:
    """`make run`, from its start to Ctrl-C."""

    def __init__(self, folder: Path, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.log = folder / "run.log"
        self.started = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own Makefile
                ["make", "run", f"PORT={port}"],  # noqa: S607
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if error[0]:
            print(self.log.read_text())

    def until_ready(self, seconds: int) -> float:
        """Seconds until /health/ready answered; AssertionError after `seconds`."""
        while (passed := time.monotonic() - self.started) < seconds:
            assert self.process.poll() is None, "make run ended by itself"
            try:
                # "degraded" until the timer has run the schedule for the first time.
                if json.loads(self.get("/health/ready"))["status"] == "ok":
                    return passed
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"not ready after {seconds} seconds")

    def get(self, path: str) -> str:
        """The body of the answer, after redirects; HTTPError for anything but success."""
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:  # noqa: S310 - loopback
            return answer.read().decode()

    def press_ctrl_c(self) -> None:
        """End it as a terminal does; it must go quietly."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=10)
        assert "Traceback" not in self.log.read_text()


def look_around(run: Run) -> None:
    assert '<html lang="de"' in run.get("/de/")
    assert '<html lang="en"' in run.get("/en/")
    assert "csrfmiddlewaretoken" in run.get("/admin/")
    pages = json.loads(run.get("/api/v2/pages/"))
    assert pages["meta"]["total_count"] > 10, pages["meta"]


def refuse_the_same_port(folder: Path, port: int) -> None:
    second = subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "run", f"PORT={port}"],  # noqa: S607
        cwd=folder,
        capture_output=True,
        text=True,
    )
    lines = [line for line in second.stderr.splitlines() if not line.startswith("make")]
    assert second.returncode != 0
    assert len(lines) == 1, lines
    assert f"Port {port} is already in use" in lines[0]


def main(folder: Path, port: int) -> None:
    with Run(folder, port) as run:
        print(f"first start: {run.until_ready(FIRST_START):.1f} s")
        look_around(run)
        refuse_the_same_port(folder, port)
        run.press_ctrl_c()
    password = (folder / "var" / "admin-password.txt").read_text().strip()
    assert password in run.log.read_text()

    with Run(folder, port) as run:
        print(f"second start: {run.until_ready(SECOND_START):.1f} s")
        look_around(run)
        run.press_ctrl_c()
    assert password in run.log.read_text(), "the second start must keep the password"
    assert "/5 " not in run.log.read_text(), "the second start must find every step done"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
