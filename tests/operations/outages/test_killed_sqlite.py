"""kill -9 while SQLite is written to, with the settings of the site: what was stored stays."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.conf import settings

KILLS = 4
WRITES = 60  # at least, before each kill
WRITER = """
import sys
sys.path[:0] = [".", "site"]
import django
django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    for table in ("entry", "mail"):
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (id integer PRIMARY KEY, text text)")
    cursor.execute("SELECT coalesce(max(id), 0) FROM entry")
    number = cursor.fetchone()[0]
while True:
    number += 1
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("entry", "mail"):
            cursor.execute(f"INSERT INTO {table} VALUES (%s, %s)", [number, "x" * 500])
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_that_it_said_yes_to(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    said: list[int] = []
    for _ in range(KILLS):
        said += write_and_die(file)
        with sqlite3.connect(file) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
            entries = {number for (number,) in database.execute("SELECT id FROM entry")}
            mails = {number for (number,) in database.execute("SELECT id FROM mail")}
        database.close()
        assert set(said) <= entries, "what was answered with yes is lost"
        assert entries == mails, "half of a transaction is stored"
    print(f"SQLite: kills {KILLS}, yes {len(said)}, lost 0, half 0")
    assert len(said) >= KILLS * WRITES


def write_and_die(file: Path) -> list[int]:
    """The numbers that a process said it had stored, until it was killed in the middle."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{file}",
    }
    with subprocess.Popen(  # noqa: S603 - the text above
        [sys.executable, "-c", WRITER],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        said = [int(process.stdout.readline()) for _ in range(WRITES)]
        process.kill()
        rest = process.stdout.read().splitlines(keepends=True)
    return said + [int(line) for line in rest if line.endswith("\n")]
