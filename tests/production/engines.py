"""PostgreSQL and Redis from Debian's packages, and a mail server, for one stack alone."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from email import message_from_bytes
from email.message import Message
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import redis
from aiosmtpd.controller import Controller

from .process import Process, ProcessError, free_port

USER = "site"
VARNISH_CONFIGURATION = (
    Path(__file__).resolve().parents[2] / "site" / "operations" / "proxy" / "varnish.vcl"
)


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL on this machine, or None."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def missing() -> str | None:
    """Which programs this machine lacks, in a sentence that says what to install; None if none."""
    lacking = []
    if postgres_programs() is None:
        lacking.append("postgresql")
    if not shutil.which("redis-server"):
        lacking.append("redis-server")
    if lacking:
        return f"needs programs of its own: apt install {' '.join(lacking)}"
    return None


def varnishd() -> str | None:
    """The path of Varnish, which Debian keeps out of the path of users; None without one."""
    return shutil.which("varnishd") or shutil.which("varnishd", path="/usr/sbin:/usr/local/sbin")


def as_service(folder: Path) -> list[str]:
    """What to put before a command so that it does not run as root, to whom `folder` then belongs.

    PostgreSQL refuses to run as root. Nothing if nobody is root here.
    """
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    raise ProcessError("there is neither a user “postgres” nor “nobody”")


class PostgreSQL(Process):
    """A cluster of its own in `folder`, which must not exist yet. Its data outlive `kill`."""

    def __init__(self, folder: Path, log: Path) -> None:
        folder.mkdir(mode=0o700)
        self.data = folder / "data"
        self.programs = postgres_programs()
        self.prefix = as_service(folder)
        self.port = free_port()
        super().__init__(
            "PostgreSQL",
            [
                *[*self.prefix, self.programs / "postgres", "-D", self.data, "-k", ""],
                *["-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}"],
                *["-c", "fsync=off"],  # a killed process loses nothing by it: for power cuts
            ],
            folder,
            log,
            is_up=self._answers,
        )

    def launch(self) -> None:
        if not self.data.exists():
            options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            options += [f"--username={USER}", f"--pgdata={self.data}"]
            run([*self.prefix, self.programs / "initdb", *options], self.folder)
        super().launch()

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 30) -> None:
        """SIGINT ends sessions first, SIGTERM would wait for them."""
        super().stop(number, seconds)

    def address(self, database: str = "postgres") -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{database}"

    def sql(self, query: str, parameters: Any = None, database: str = "postgres") -> list[tuple]:
        """The rows that a statement gives, in a transaction of its own kind: none."""
        with psycopg.connect(self.address(database), autocommit=True, connect_timeout=5) as session:
            cursor = session.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    def dump(self, database: str, file: Path) -> None:
        """pg_dump in its own format."""
        run(
            [self.programs / "pg_dump", "-Fc", "-f", file, "-d", self.address(database)],
            file.parent,
        )

    def restore(self, file: Path, database: str) -> None:
        """Make `database` from a dump."""
        self.sql(f'CREATE DATABASE "{database}"')
        run(
            [self.programs / "pg_restore", "--no-owner", "-d", self.address(database), file],
            file.parent,
        )

    def copy(self, database: str, template: str) -> None:
        """Make `database` anew as a copy of `template`; whoever is connected to it is cut off."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    def _answers(self) -> bool:
        try:
            self.sql("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


class Redis(Process):
    """A server that keeps nothing on disk."""

    def __init__(self, folder: Path, log: Path) -> None:
        folder.mkdir(mode=0o700)
        self.port = free_port()
        super().__init__(
            "Redis",
            [
                *[*as_service(folder), "redis-server", "--bind", "127.0.0.1"],
                *["--port", str(self.port), "--save", "", "--appendonly", "no"],
            ],
            folder,
            log,
            is_up=self._answers,
        )

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @cached_property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.address, socket_connect_timeout=2)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 30) -> None:
        self.client.close()
        super().stop(number, seconds)

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False


class Varnish(Process):
    """The cache in front, as site/operations/proxy/varnish.vcl sets it up; `use` says before
    which server of the site."""

    def __init__(self, folder: Path, log: Path) -> None:
        folder.mkdir(mode=0o700)
        self.port = free_port()
        super().__init__(
            "Varnish",
            [
                *[varnishd() or "varnishd", "-F", "-j", "none", "-n", folder / "state"],
                *["-f", folder / "site.vcl", "-s", "malloc,32m", "-a", f"127.0.0.1:{self.port}"],
            ],
            folder,
            log,
            is_up=self._answers,
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def use(self, base: str) -> None:
        """Fetch answers at `base` ("http://127.0.0.1:8000"), once it is started."""
        text = VARNISH_CONFIGURATION.read_text()
        here = {'"web"': '"127.0.0.1"', '"8000"': f'"{base.rpartition(":")[2]}"'}
        assert [there for there in here if there not in text] == []
        for there, instead in here.items():
            text = text.replace(there, instead)
        (self.folder / "site.vcl").write_text(text)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class MailServer:
    """Takes every mail and keeps it in `messages`. While it is stopped, nobody listens."""

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[Message] = []
        self._controller: Controller | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._controller is not None

    def start(self) -> None:
        if not self._controller:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


def run(command: list[Any], folder: Path, environment: dict[str, str] | None = None) -> str:
    """What a program prints; ProcessError with its complaints if it fails."""
    done = subprocess.run(  # noqa: S603 - tests say what
        [str(part) for part in command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise ProcessError(f"{command[0]} failed: {done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout
