"""Sites that were built once and are kept in var/bench/, by a name that says what made them."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.production.engines import PostgreSQL, run
from tests.production.prepared import ROOT, base_environment, fingerprint, manage

from .frame import HOST

KEPT = ROOT / "var" / "bench"
SOURCES = [
    "requirements.txt",
    "*/migrations/*.py",
    "site/**/migrations/*.py",
    "home/demo/*",
    *[f"tests/benchmarks/{name}.py" for name in ("frame", "rows", "indexing", "items", "pages")],
    *[f"tests/benchmarks/{name}.py" for name in ("news_items", "advisor_items", "municipalities")],
    *[f"tests/benchmarks/{name}.py" for name in ("site", "texts")],
]


@dataclass(frozen=True)
class Site:
    """A copy that may be written to: its variables, without those of a server."""

    environment: dict[str, str]
    size: int
    engine: str


class Shop:
    """Hands out sites of one database engine; `folder` is for what lives only as long as a run.

    SQLite: a copy of a file. PostgreSQL: a copy of a template database, on the server of
    DATABASE_URL or, without one, on a server of this run's own.
    """

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self.digest = fingerprint(SOURCES)
        self.server: PostgreSQL | None = None
        self.address = os.environ.get("DATABASE_URL", "") if engine == "postgres" else ""
        KEPT.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Shop":
        if self.engine == "postgres" and not self.address:
            self.server = PostgreSQL(self.folder / "postgres", self.folder / "postgres.log")
            self.server.start()
            self.address = self.server.address()
        return self

    def __exit__(self, *error: object) -> None:
        if self.server:
            self.server.stop()

    @contextmanager
    def site(self, size: int) -> Iterator[Site]:
        """A site of so many items, built now if it was never built; the copy goes afterwards."""
        kept = KEPT / f"{self.engine}-{size}-{self.digest}"
        if not (kept / "done").exists() or not self._is_there(kept, size):
            self._build(kept, size)
        copy = f"bench_{secrets.token_hex(4)}"
        media = self.folder / f"media-{size}"
        shutil.copytree(kept / "media", media, dirs_exist_ok=True)
        try:
            if self.engine == "sqlite":
                file = self.folder / f"{copy}.sqlite3"
                shutil.copyfile(kept / "site.sqlite3", file)
                address = f"sqlite:///{file}"
            else:
                self._sql(f'CREATE DATABASE "{copy}" TEMPLATE "{self._template(size)}"')
                address = self._address_of(copy)
            yield Site(environment(kept, address, media), size, self.engine)
        finally:
            if self.engine == "postgres":
                self._sql(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')

    def _build(self, kept: Path, size: int) -> None:
        for old in KEPT.glob(f"{self.engine}-{size}-*"):
            shutil.rmtree(old)
        (kept / "media").mkdir(parents=True)
        (kept / "secret-key").touch(mode=0o600)
        (kept / "secret-key").write_text(secrets.token_urlsafe(64))
        if self.engine == "sqlite":
            address = f"sqlite:///{kept / 'site.sqlite3'}"
        else:
            template = self._template(size)
            self._sql(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')
            self._sql(f'CREATE DATABASE "{template}"')
            address = self._address_of(template)
        variables = {**environment(kept, address, kept / "media"), "LOG_LEVEL": "ERROR"}
        print(f"Building a site of {size} ({self.engine}); it is kept for later runs", flush=True)
        run(manage("migrate", "--no-input", "-v0"), ROOT, variables)
        static = KEPT / f"static-{fingerprint(['site/static/**/*', 'requirements.txt'])}"
        if not static.exists():
            run(manage("collectstatic", "--no-input", "-v0"), ROOT, variables)
        builder = [sys.executable, "-m", "tests.benchmarks.site", f"--size={size}"]
        subprocess.run(builder, cwd=ROOT, env=variables, check=True)  # noqa: S603 - our own
        if self.server:
            self.server.dump(self._template(size), kept / "site.dump")
        (kept / "done").touch()

    def _is_there(self, kept: Path, size: int) -> bool:
        """Whether what was kept can be copied; a server of our own is filled again."""
        if self.engine == "sqlite":
            return (kept / "site.sqlite3").exists()
        template = self._template(size)
        found = self._rows(f"SELECT 1 FROM pg_database WHERE datname = '{template}'")  # noqa: S608
        if not found and self.server and (kept / "site.dump").exists():
            self.server.restore(kept / "site.dump", template)
            return True
        return bool(found)

    def _template(self, size: int) -> str:
        return f"bench_{self.digest}_{size}"

    def _address_of(self, database: str) -> str:
        return urlunsplit(urlsplit(self.address)._replace(path=f"/{database}"))

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.address, autocommit=True) as connection:
            return connection.execute(query).fetchall()  # type: ignore[call-overload]


def environment(kept: Path, database: str, media: Path) -> dict[str, str]:
    """The production settings' variables for a site."""
    static = KEPT / f"static-{fingerprint(['site/static/**/*', 'requirements.txt'])}"
    return {
        **base_environment((kept / "secret-key").read_text(), database, static, media),
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",  # a browser names the address that it connects to
        "BEHIND_PROXY": "true",
        "TRUSTED_PROXIES": "127.0.0.1",
        "RATE_LIMITS_EXEMPT": "203.0.113.0/24",  # what is measured is not the refusal
    }
