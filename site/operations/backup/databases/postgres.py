"""PostgreSQL: pg_dump in a snapshot that is also asked for counts and names of files."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from ..archive import CHUNK
from ..errors import BackupError

PART = "database.dump"
PROGRAMS = Path("/usr/lib/postgresql")  # where Debian has those of each version
# A migration that is under way holds its locks for longer.
LOCK_WAIT = "60s"
# Of a connection, as the oldest supported programs know them; psycopg's own client knows more.
OPTIONS = frozenset(
    [
        *("host", "hostaddr", "port", "user", "dbname", "passfile", "connect_timeout"),
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "gssencmode", "krbsrvname"),
        *("channel_binding", "target_session_attrs"),
    ]
)
# Those of migrations; not those of an extension.
_FUNCTIONS = """
    SELECT oid::regprocedure FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e'
    )
"""


class PostgresSnapshot:
    """A transaction that sees one moment; pg_dump joins it."""

    def __init__(self, own: BaseDatabaseWrapper) -> None:
        self.own = own
        self.name = self.query("SELECT pg_export_snapshot()")[0][0]
        server = self.query("SHOW server_version")[0][0]
        self.versions = {"postgresql": server.split()[0]}

    def query(self, sql: str) -> list[tuple]:
        with self.own.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def tables(self) -> list[str]:
        with self.own.cursor() as cursor:
            return sorted(self.own.introspection.table_names(cursor))

    def bytes(self) -> int:
        size = "SELECT COALESCE(SUM(pg_table_size(oid)), 0)::bigint FROM pg_class"
        return self.query(f"{size} WHERE relkind = 'r'")[0][0]

    def dump(self, sink: BinaryIO) -> None:
        arguments = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-password",
            f"--lock-wait-timeout={LOCK_WAIT}",
            f"--snapshot={self.name}",
        ]
        with _running("pg_dump", arguments, self.own, stdout=subprocess.PIPE) as process:
            shutil.copyfileobj(process.stdout, sink, CHUNK)


class Postgres:
    """The database that DATABASE_URL names."""

    part = PART

    @contextmanager
    def snapshot(self, scratch: Path) -> Iterator[PostgresSnapshot]:
        own = connection.copy()
        try:
            own.set_autocommit(False)
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # It waits while the media are copied.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SET LOCAL statement_timeout = 0")
            yield PostgresSnapshot(own)
        finally:
            own.rollback()
            own.set_autocommit(True)
            own.close()

    def is_empty(self) -> bool:
        return not connection.introspection.table_names()

    def count(self, source: BinaryIO, scratch: Path) -> dict[str, int]:
        """Rows are counted in the SQL that pg_restore makes of the copy; no server is needed."""
        arguments = ["--data-only", "--file=-"]
        piped = subprocess.PIPE
        with _running("pg_restore", arguments, stdin=source, stdout=piped) as process:
            return _rows(process.stdout)

    def load(self, source: BinaryIO) -> None:
        arguments = [
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-password",
        ]
        with _running("pg_restore", arguments, connection, stdin=source):
            pass
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # what follows takes as long as it takes
            cursor.execute("ANALYZE")  # a dump has no statistics for the planner

    def clear(self) -> None:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
            cursor.execute(_FUNCTIONS)
            for (signature,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {signature} CASCADE")


@contextmanager
def _running(
    program: str,
    arguments: Sequence[str],
    own: BaseDatabaseWrapper | None = None,
    stdin: BinaryIO | int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen]:
    """Run one of PostgreSQL's programs, for the server that `own` is connected to.

    Raises `BackupError` with its last words if it fails.
    """
    command, environment = [_program(program, own), *arguments], {**os.environ, "LC_MESSAGES": "C"}
    if own:
        own.ensure_connection()
        info = own.connection.info
        given = {name: value for name, value in info.get_parameters().items() if name in OPTIONS}
        command.append(f"--dbname={make_conninfo(**given)}")  # no password: all see commands
        if info.password:
            environment["PGPASSWORD"] = info.password
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(  # noqa: S603 - PostgreSQL's program, arguments of our own
            command, env=environment, stdin=stdin, stdout=stdout, stderr=stderr
        )
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            if process.stdout:
                process.stdout.close()
            code = process.wait()
        stderr.seek(0)
        said = stderr.read().decode(errors="replace").strip().splitlines()
    if code:
        raise BackupError(f"{program} failed: {' '.join(said[-3:]) or code}")


def _program(name: str, own: BaseDatabaseWrapper | None) -> str:
    """The program of the server's version, or else of the next higher one; without a server the
    newest. Raises `BackupError` if there is none: an older one cannot read the server."""
    found = dict(_installed(name))
    if not found:
        raise BackupError(
            f"{name} is not installed (Debian: apt install postgresql-client, Alpine: apk add "
            "postgresql-client)."
        )
    if own is None:
        return found[max(found)]
    own.ensure_connection()
    server = own.connection.info.server_version // 10_000
    fitting = [version for version in found if version >= server]
    if not fitting:
        raise BackupError(
            f"The server is PostgreSQL {server}, but {name} is only there in version "
            f"{max(found)}, which cannot read it. Install the client programs of version {server} "
            f"(Debian: postgresql-client-{server})."
        )
    return found[min(fitting)]


def _installed(name: str) -> Iterator[tuple[int, str]]:
    """The versions of a program, and where they are."""
    candidates = [shutil.which(name), *map(str, PROGRAMS.glob(f"*/bin/{name}"))]
    for path in filter(None, candidates):
        try:
            said = subprocess.run(  # noqa: S603 - a program that was found on this machine
                [path, "--version"], capture_output=True, text=True, timeout=30, check=True
            ).stdout
        except (OSError, subprocess.SubprocessError):
            continue
        if match := re.search(r"(\d+)\.?\d*", said):
            yield int(match[1]), path


_COPY = re.compile(rb'COPY (?:\S+\.)?("?)(.+?)\1 \(.*\) FROM stdin;\n')


def _rows(sql: Iterable[bytes]) -> dict[str, int]:
    """Rows by table of a script of pg_restore."""
    rows: dict[str, int] = {}
    table = ""
    for line in sql:
        if table and line == b"\\.\n":
            table = ""
        elif table:
            rows[table] += 1
        elif match := _COPY.fullmatch(line):
            table = match[2].decode()
            rows[table] = 0
    return rows
