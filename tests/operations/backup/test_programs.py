"""PostgreSQL's programs: which one is taken, and what others see of it."""

import subprocess
from types import SimpleNamespace
from typing import Any

import pytest

from operations.backup.databases import kind_of, postgres
from operations.backup.errors import BackupError


def server(version: int, password: str = "") -> Any:
    info = SimpleNamespace(
        server_version=version * 10_000 + 4,
        password=password,
        get_parameters=lambda: {"host": "db", "user": "site", "dbname": "x", "sslcertmode": "a"},
    )
    return SimpleNamespace(ensure_connection=lambda: None, connection=SimpleNamespace(info=info))


def installed(monkeypatch: pytest.MonkeyPatch, *versions: int) -> None:
    found = [(version, f"/pg/{version}/pg_dump") for version in versions]
    monkeypatch.setattr(postgres, "_installed", lambda name: iter(found))


@pytest.mark.parametrize(("version", "taken"), [(15, 15), (16, 17), (13, 15)])
def test_the_program_of_the_servers_version_or_the_next_is_taken(
    monkeypatch, version: int, taken: int
) -> None:
    installed(monkeypatch, 17, 15)

    assert postgres._program("pg_dump", server(version)) == f"/pg/{taken}/pg_dump"


def test_a_program_that_is_too_old_is_named(monkeypatch) -> None:
    installed(monkeypatch, 13, 15)

    with pytest.raises(BackupError, match=r"PostgreSQL 17, .*version 15.*postgresql-client-17"):
        postgres._program("pg_dump", server(17))


def test_a_program_that_is_missing_is_named(monkeypatch) -> None:
    installed(monkeypatch)

    with pytest.raises(BackupError, match="pg_dump is not installed"):
        postgres._program("pg_dump", server(17))


def test_the_password_is_not_in_the_command(monkeypatch) -> None:
    seen: dict[str, Any] = {}

    def start(command: list[str], **options: Any) -> None:
        seen.update(command=command, **options)
        raise FileNotFoundError

    installed(monkeypatch, 17)
    monkeypatch.setattr(subprocess, "Popen", start)

    with (
        pytest.raises(FileNotFoundError),
        postgres._running("pg_dump", [], server(17, "geheim")),
    ):
        pass

    assert seen["command"] == ["/pg/17/pg_dump", "--dbname=host=db user=site dbname=x"]
    assert seen["env"]["PGPASSWORD"] == "geheim"


def test_rows_are_counted_in_what_pg_restore_writes() -> None:
    script = [
        b"SET x = y;\n",
        b"COPY public.core_user (id, name) FROM stdin;\n",
        b"1\tCOPY public.other (id) FROM stdin;\n",
        b"2\tAda\n",
        b"\\.\n",
        b'COPY public."Empty" (id) FROM stdin;\n',
        b"\\.\n",
    ]

    assert postgres._rows(script) == {"core_user": 2, "Empty": 0}


def test_other_databases_are_refused() -> None:
    with pytest.raises(BackupError, match="oracle"):
        kind_of("oracle")
