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
