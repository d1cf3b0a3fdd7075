"""The site as in production, from real processes on this machine, without containers.

    with Stack() as stack:
        stack.client().get("/de/")
        stack.server.kill()
        stack.server.start()

`database`, `cache`, `mail`, `server`, `worker` and `timer` are the parts: each has `start`, `stop`,
`kill`, `restart`, `is_running`, and those that are processes also `pid` and `log`. Everything
listens on free ports of 127.0.0.1 and lies in a temporary folder; at the end all of it is gone.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from .client import Client
from .engines import MailServer, PostgreSQL, Redis, run
from .prepared import ROOT, Prepared, base_environment, manage, prepare
from .process import Process, ProcessError, free_port
from .seed import Content

DATABASE = "site"
TEMPLATE = "seed"


class Stack:
    """`environment` adds variables or replaces them; `timer_seconds` is how often the schedule
    runs while `timer` does, which is not started by itself."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, timer_seconds: float = 5
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="stack-"))
        self.folder.chmod(0o711)  # PostgreSQL's user passes through to its own folder
        self.logs_folder = self.folder / "logs"
        self.logs_folder.mkdir()
        self.media = self.folder / "media"
        self.database = PostgreSQL(self.folder / "postgres", self._log("postgres"))
        self.cache = Redis(self.folder / "redis", self._log("redis"))
        self.mail = MailServer()
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.extra = dict(environment or {})
        self.timer_seconds = timer_seconds
        self.prepared: Prepared | None = None

    # --- Life ---------------------------------------------------------------------------------

    def start(self) -> None:
        """Everything but the timer; what was prepared is used, or prepared now."""
        self.database.start()
        self.cache.start()
        self.mail.start()
        self.prepared = prepare(self.database)
        self.database.restore(self.prepared.dump, TEMPLATE)
        self._copy_content()
        self.environment = self._environment()
        self.server = self.process(
            "server",
            [sys.executable, "-m", "gunicorn", "--config", "site/config/gunicorn.py"],
            is_up=self.is_live,
        )
        self.worker = self.process(
            "worker",
            manage("db_worker", "--backend=background", "--interval=0.2", "--no-startup-delay"),
        )
        self.timer = self.process("timer", manage("run_schedule", f"--every={self.timer_seconds}"))
        self.server.launch()
        self.worker.launch()
        self.server.wait_until_up()

    def stop(self) -> None:
        """End all of it and remove the folder. Never fails halfway."""
        for name in ("timer", "worker", "server", "mail", "cache", "database"):
            part = getattr(self, name, None)
            if part is not None:
                part.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def reset(self) -> None:
        """Everything up, with the content that was seeded and nothing else."""
        for part in (self.database, self.cache, self.mail):
            part.start()
        for part in (self.timer, self.worker, self.server):
            part.kill()
        self._copy_content()
        self.cache.client.flushall()
        self.mail.messages.clear()
        self.server.launch()
        self.worker.launch()
        self.server.wait_until_up()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            print(self.logs(), file=sys.stderr)
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, Exception):
            print(self.logs(), file=sys.stderr)
        self.stop()

    # --- Questions ----------------------------------------------------------------------------

    @property
    def content(self) -> Content:
        """Where the seeded content is."""
        assert self.prepared, "the stack was not started"
        return self.prepared.content

    def client(self, address: str = "203.0.113.7") -> Client:
        """A visitor with this address."""
        return Client(self.base, address)

    def signed_in(self, name: str = "administrator", address: str = "203.0.113.8") -> Client:
        """A browser in which one of `seed.PEOPLE` is signed in."""
        return Client(self.base, address, self.content.sessions[name])

    def sql(self, query: str, parameters: Any = None) -> list[tuple]:
        """The rows of a query to the site's database."""
        return self.database.sql(query, parameters, DATABASE)

    @contextmanager
    def another_server(self, environment: Mapping[str, str] | None = None) -> Iterator[str]:
        """The address of one more application server on the same database and cache, which runs
        inside; `environment` adds variables."""
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        server = self.process(
            "another-server",
            self.server.command,
            {**(environment or {}), "BIND": f"127.0.0.1:{port}"},
            is_up=lambda: self.is_live(base),
        )
        try:
            server.start()
            yield base
        finally:
            server.kill()

    def process(
        self,
        name: str,
        command: list[str],
        environment: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Process:
        """A program of the site, which is not started yet; `environment` adds variables."""
        variables = {**self.environment, **(environment or {})}
        return Process(name, command, ROOT, self._log(name), variables, **options)

    def manage(self, *arguments: str) -> str:
        """What a management command prints; ProcessError if it fails."""
        return run(manage(*arguments), ROOT, self.environment)

    def python(self, code: str) -> str:
        """What code prints that runs inside the site (`manage.py shell`)."""
        return self.manage("shell", "--no-imports", "--verbosity", "0", "--command", code)

    def is_live(self, base: str = "") -> bool:
        """Whether the application server answers, or another one at `base`."""
        try:
            answer = Client(base or self.base).get("/health/live", timeout=5)
            return answer.status_code == 200
        except requests.RequestException:
            return False

    def readiness(self) -> dict[str, Any]:
        """The answer of /health/ready."""
        return self.client().get("/health/ready").json()

    def logs(self) -> str:
        """The ends of all logs."""
        texts = []
        for file in sorted(self.logs_folder.glob("*.log")):
            lines = file.read_text(errors="replace").splitlines()
            texts += [f"--- {file.stem}", *lines[-60:]]
        return "\n".join(texts)

    # --- How it is put together ---------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        assert self.prepared
        return {
            **base_environment(
                self.prepared.secret_key,
                self.database.address(DATABASE),
                self.prepared.static,
                self.media,
            ),
            "REDIS_URL": self.cache.address,
            "EMAIL_URL": self.mail.address,
            "DEFAULT_FROM_EMAIL": "website@example.org",
            "BEHIND_PROXY": "true",
            "TRUSTED_PROXIES": "127.0.0.1",  # what `Client` says for its proxy is believed
            "WEBHOOKS_ALLOW_PRIVATE": "true",  # receivers of tests listen on 127.0.0.1
            "BIND": f"127.0.0.1:{self.port}",
            **self.extra,
        }

    def _copy_content(self) -> None:
        assert self.prepared
        self.database.copy(DATABASE, TEMPLATE)
        for folder in (self.media, self.media.with_name("ledger")):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.prepared.media, self.media)

    def _log(self, name: str) -> Path:
        return self.logs_folder / f"{name}.log"


__all__ = ["ProcessError", "Stack"]
