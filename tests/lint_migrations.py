"""Whether migrations let the running version go on: `make lint-migrations` calls it.

While a new version is rolled out, the migrated database serves the old one too. django-migration-
linter reads the SQL that Django would send to PostgreSQL; that of SQLite says nothing, because
Django copies whole tables there. What to do instead stands in CONTRIBUTING.md.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType, Issue
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

ROOT = Path(__file__).resolve().parents[1]
FIRST_RELEASE = "older than the first release: there was no running version yet"
#: migrations that may do what is flagged, and why
BASELINE = {
    ("core", "0004_duties"): FIRST_RELEASE,
    ("home", "0002_duties"): FIRST_RELEASE,
    # PostgreSQL makes a varchar longer without looking at the rows.
    ("delivery", "0002_long_keys"): "the running version writes keys that fit either way",
}
#: what the library only warns of, and what holds up the running version all the same
ERRORS_TOO = {"CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "DROP_INDEX", "REINDEX"}


def adds_constraint(statements: list[str], **more: object) -> bool:
    """Whether a constraint is checked against all rows of a table that was there before."""
    made = {name for sql in statements for name in re.findall(r'^CREATE TABLE (".*?")', sql)}
    return any(
        table not in made
        for sql in statements
        if "NOT VALID" not in sql
        for table in re.findall(
            r'^ALTER TABLE (".*?") ADD CONSTRAINT .*? (?:CHECK|FOREIGN KEY)\b', sql
        )
    )


class Analyser(PostgresqlAnalyser):
    """The library's, and constraints, which it does not know."""

    migration_checks = [
        *PostgresqlAnalyser.migration_checks,
        Check(
            code="ADD_CONSTRAINT",
            fn=adds_constraint,
            message="ADDING a constraint locks the table while all rows are checked",
            mode=CheckMode.TRANSACTION,
            type=CheckType.ERROR,
        ),
    ]


def own_apps() -> list[str]:
    """The labels of the apps in this repository; those of others are theirs to keep safe."""
    kept_elsewhere = Path(sys.prefix)
    return [
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT)
        and not Path(config.path).is_relative_to(kept_elsewhere)
    ]


def flagged(labels: Iterable[str]) -> dict[tuple[str, str], list[Issue]]:
    """What would lock or break the running version, by app and name of the migration.

    Needs PostgreSQL as the default database; nothing is changed there.
    """
    linter, wanted = MigrationLinter(no_cache=True, no_output=True), set(labels)
    found = {}
    for (app, name), migration in sorted(linter.migration_loader.disk_migrations.items()):
        if app in wanted:
            errors, _, warnings = analyse_sql_statements(Analyser, linter.get_sql(app, name))
            of_code, *_ = linter.analyse_data_migration(migration)
            issues = [*errors, *of_code, *(each for each in warnings if each.code in ERRORS_TOO)]
            if issues:
                found[app, name] = issues
    return found


def main() -> int:
    """Say what is flagged; the exit code is 1 if something is that the baseline does not name."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return _with_own_server()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    new = {key: issues for key, issues in flagged(own_apps()).items() if key not in BASELINE}
    for (app, name), issues in new.items():
        print(f"{app} {name} would lock or break the running version:", file=sys.stderr)
        for issue in issues:
            place = ".".join(filter(None, (issue.table, issue.column)))
            print(f"    {issue.message}{place and f' ({place})'}", file=sys.stderr)
    if new:
        print("CONTRIBUTING.md, “Migrations”, says what to do instead.", file=sys.stderr)
    return 1 if new else 0


def _with_own_server() -> int:
    from tests.production import engines

    if reason := engines.missing():
        print(f"Not looked at whether migrations lock or break the running version: {reason}")
        return 1 if os.environ.get("REQUIRE_SERVICES") == "1" else 0
    with _server() as address:
        os.environ["DATABASE_URL"] = address
        return main()


@contextmanager
def _server() -> Iterator[str]:
    from tests.production.engines import PostgreSQL

    with tempfile.TemporaryDirectory(prefix="migrations-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL's user passes through to its own folder
        server = PostgreSQL(folder / "postgres", folder / "log")
        server.start()
        try:
            yield server.address()
        finally:
            server.stop()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    sys.exit(main())
