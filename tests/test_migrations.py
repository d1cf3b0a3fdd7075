"""Migrations let the running version go on, and the linter sees those that do not."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lint_migrations import BASELINE, flagged, own_apps

pytestmark = pytest.mark.postgres

APP = "sessions"  # an app on which no other depends gets other migrations
HEAD = """
from core.concurrent_indexes import AddIndexConcurrently
from django.db import migrations, models

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [{after}]
    operations = [{operation}]
"""
FIRST = """
    migrations.CreateModel(
        "Visit",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=20)),
            ("place", models.CharField(max_length=20)),
            ("seats", models.IntegerField(default=0)),
        ],
    ),
    migrations.CreateModel("Old", [("id", models.BigAutoField(primary_key=True))]),
"""
#: name of the migration, what it does, and what is said of it
OPERATIONS: list[tuple[str, str, set[str]]] = [
    (
        "0002_required",
        'migrations.AddField("visit", "host", models.CharField(max_length=9, default="x"))',
        {"NOT_NULL"},
    ),
    ("0003_drop_column", 'migrations.RemoveField("visit", "place")', {"DROP_COLUMN"}),
    ("0004_rename_column", 'migrations.RenameField("visit", "name", "title")', {"RENAME_COLUMN"}),
    (
        "0005_other_type",
        'migrations.AlterField("visit", "seats", models.TextField(default=""))',
        {"ALTER_COLUMN"},
    ),
    (
        "0006_index",
        'migrations.AddIndex("visit", models.Index(fields=["title"], name="a"))',
        {"CREATE_INDEX"},
    ),
    (
        "0007_unique",
        'migrations.AddConstraint("visit", models.UniqueConstraint(fields=["title"], name="b"))',
        {"ADD_UNIQUE"},
    ),
    (
        "0008_check",
        'migrations.AddConstraint("visit", models.CheckConstraint('
        'condition=~models.Q(title=""), name="c"))',
        {"ADD_CONSTRAINT"},
    ),
    ("0009_rename_table", 'migrations.RenameModel("Visit", "Tour")', {"RENAME_TABLE"}),
    ("0010_drop_table", 'migrations.DeleteModel("Old")', {"DROP_TABLE"}),
    # What to do instead.
    (
        "0011_empty",
        'migrations.AddField("tour", "note", models.CharField(max_length=9, null=True))',
        set(),
    ),
    (
        "0012_default_of_the_database",
        'migrations.AddField("tour", "kind", models.CharField(max_length=9, db_default="x"))',
        set(),
    ),
    (
        "0013_concurrent_index",
        'AddIndexConcurrently("tour", models.Index(fields=["note"], name="d"))',
        set(),
    ),
    (
        "0014_new_table",
        'migrations.CreateModel("Stop", [("id", models.BigAutoField(primary_key=True)),'
        '("tour", models.ForeignKey("sessions.Tour", models.CASCADE))])',
        set(),
    ),
]  # fmt: skip


@pytest.fixture
def read_only(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The database outside any transaction, in which nobody may ask for a concurrent index."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings, read_only: None
) -> Iterator[str]:
    """The label of an app with one migration for each line of the table."""
    folder = tmp_path / "rolling" / "migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    after = ""
    for name, operation, _ in [("0001_initial", FIRST, set()), *OPERATIONS]:
        text = HEAD.format(atomic="Concurrently" not in operation, after=after, operation=operation)
        (folder / f"{name}.py").write_text(text)
        after = f'("{APP}", "{name}")'
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {APP: "rolling.migrations"}
    yield APP
    for module in [name for name in sys.modules if name.partition(".")[0] == "rolling"]:
        del sys.modules[module]


def test_what_locks_or_breaks_the_running_version_is_flagged(app: str) -> None:
    found = {name: {issue.code for issue in issues} for (_, name), issues in flagged([app]).items()}
    expected = {name: codes for name, _, codes in OPERATIONS if codes}
    assert found.keys() == expected.keys()
    for name, codes in expected.items():
        assert codes <= found[name], name


@pytest.mark.usefixtures("read_only")
def test_ours_let_the_running_version_go_on() -> None:
    labels = own_apps()
    assert {"core", "pool", "operations", "webhooks"} <= set(labels)
    found = flagged(labels)
    assert [key for key in found if key not in BASELINE] == []
    # The list holds no name that nothing needs any more.
    assert sorted(BASELINE) == sorted(found)
