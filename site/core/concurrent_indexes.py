"""Indexes for tables in use: PostgreSQL makes them without holding up who writes.

A migration with one of these has `atomic = False` and nothing else in it.
"""

from django.contrib.postgres import operations
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AddIndexConcurrently(operations.AddIndexConcurrently):
    """Django's, which also runs on SQLite: there an index is made as usual."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        way = _way(schema_editor, operations.AddIndexConcurrently, migrations.AddIndex)
        way.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        way = _way(schema_editor, operations.AddIndexConcurrently, migrations.AddIndex)
        way.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexConcurrently(operations.RemoveIndexConcurrently):
    """Django's, which also runs on SQLite."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        way = _way(schema_editor, operations.RemoveIndexConcurrently, migrations.RemoveIndex)
        way.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        way = _way(schema_editor, operations.RemoveIndexConcurrently, migrations.RemoveIndex)
        way.database_backwards(self, app_label, schema_editor, from_state, to_state)


def _way(schema_editor: BaseDatabaseSchemaEditor, concurrent: type, usual: type) -> type:
    return concurrent if schema_editor.connection.vendor == "postgresql" else usual
