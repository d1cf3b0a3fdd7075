"""Indexes for tables in use: PostgreSQL makes them without holding up who writes.

A migration with one of these has `atomic = False` and nothing else in it.
"""

from django.contrib.postgres import operations
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations.state import ProjectState


class _OnBoth:
    """Mixin: PostgreSQL's way there, and the usual one elsewhere."""

    concurrent: type
    usual: type

    def database_forwards(self, app_label: str, editor: Editor, *states: ProjectState) -> None:
        self._way(editor).database_forwards(self, app_label, editor, *states)

    def database_backwards(self, app_label: str, editor: Editor, *states: ProjectState) -> None:
        self._way(editor).database_backwards(self, app_label, editor, *states)

    def _way(self, editor: Editor) -> type:
        return self.concurrent if editor.connection.vendor == "postgresql" else self.usual


class AddIndexConcurrently(_OnBoth, operations.AddIndexConcurrently):
    """Django's, which also runs on SQLite: there an index is made as usual."""

    concurrent, usual = operations.AddIndexConcurrently, migrations.AddIndex


class RemoveIndexConcurrently(_OnBoth, operations.RemoveIndexConcurrently):
    """Django's, which also runs on SQLite."""

    concurrent, usual = operations.RemoveIndexConcurrently, migrations.RemoveIndex


class AddIndexToTable(migrations.operations.base.Operation):
    """An index that no model of ours can have: on another app's table, or with nulls last, which
    SQLite does not know in indexes (there they are last where the order is descending).

    `columns` as SQL writes them: `"title", "id"`. Nothing of it is part of the models' state. When
    a later migration of the table's own app makes SQLite's table anew, the index is gone there:
    lists then take longer, and say the same.
    """

    reduces_to_sql = True
    reversible = True
    atomic = False

    def __init__(self, name: str, table: str, columns: str) -> None:
        self.name, self.table, self.columns = name, table, columns

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(self, app_label: str, editor: Editor, *states: ProjectState) -> None:
        is_postgres = editor.connection.vendor == "postgresql"
        how = "CONCURRENTLY " if is_postgres else ""
        columns = self.columns if is_postgres else self.columns.replace(" NULLS LAST", "")
        name, table = editor.quote_name(self.name), editor.quote_name(self.table)
        editor.execute(f"CREATE INDEX {how}IF NOT EXISTS {name} ON {table} ({columns})")

    def database_backwards(self, app_label: str, editor: Editor, *states: ProjectState) -> None:
        how = "CONCURRENTLY " if editor.connection.vendor == "postgresql" else ""
        editor.execute(f"DROP INDEX {how}IF EXISTS {editor.quote_name(self.name)}")

    def describe(self) -> str:
        return f"Index {self.name} on {self.table}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name
