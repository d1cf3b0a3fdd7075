"""A program that runs beside the tests: started, asked, stopped or killed by its pid."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 90.0  # seconds; a busy machine takes long to start things


class ProcessError(Exception):
    """A program did not start, or did not do what it was asked; the message holds its log."""


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Return when `condition` holds; ProcessError "… did not happen" after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise ProcessError(f"{what}: did not happen within {seconds:.0f} seconds")
        time.sleep(0.05)


class Process:
    """One program with its children, in a process group of its own.

    `is_up` says whether it does its work; `start` waits for that. What it prints goes to `log`, one
    file for all its starts.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        folder: Path,
        log: Path,
        environment: Mapping[str, str] | None = None,
        is_up: Callable[[], bool] | None = None,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.folder = folder
        self.log = log
        self.environment = dict(os.environ if environment is None else environment)
        self.is_up = is_up or (lambda: True)
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it and wait until it is up; nothing if it runs already."""
        self.launch()
        self.wait_until_up()

    def launch(self) -> None:
        """Start it without waiting; nothing if it runs already."""
        if self.is_running:
            return
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - tests say what
                self.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_up(self) -> None:
        """Return when it does its work; ProcessError if it ended or takes too long."""

        def is_up() -> bool:
            if not self.is_running:
                raise ProcessError(f"{self.name} ended: {self.tail()}")
            return self.is_up()

        try:
            wait_until(is_up, f"start of {self.name}")
        except ProcessError as error:
            raise ProcessError(f"{error}\n{self.tail()}") from None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the program itself; ProcessError if it was never started."""
        if self._process is None:
            raise ProcessError(f"{self.name} was never started")
        return self._process.pid

    @property
    def children(self) -> list[int]:
        """The pids of the processes that it has started, oldest first."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            if int(fields[1]) == self.pid and fields[0] != "Z":
                found.append((int(fields[19]), int(stat.parent.name)))
        return [pid for __, pid in sorted(found)]

    @property
    def memory(self) -> int:
        """Bytes of memory that it and its children hold, with what they share counted once."""
        total = 0
        for pid in [self.pid, *self.children]:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        return total

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program itself."""
        if self.is_running:
            os.kill(self.pid, number)

    def kill_child(self, pid: int) -> None:
        """`kill -9` of one of its children."""
        if pid not in self.children:
            raise ProcessError(f"{pid} is no child of {self.name}")
        os.kill(pid, signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = PATIENCE) -> None:
        """End it as a supervisor does: a signal, time to finish, SIGKILL for what is left."""
        if self._process is None:
            return
        self.send(number)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """`kill -9` of the program and of all in its group, as when the machine dies."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):  # none is left
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def restart(self) -> None:
        self.stop()
        self.start()

    def tail(self, lines: int = 40) -> str:
        """The end of its log."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join([f"--- {self.name}", *text.splitlines()[-lines:]])
