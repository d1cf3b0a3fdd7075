"""Rows by the hundred thousand: straight into the tables, past `save()` and its signals.

Who uses this must write everything that saving would have written (see `site`).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import JSONField, Max, Model
from django.db.models.fields import NOT_PROVIDED

CHUNK = 5_000
_PLAIN = (str, int, float, bool, type(None))


class Table:
    """The own columns of a model (of a page type: without those of `Page`)."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.fields = {field.attname: field for field in model._meta.local_concrete_fields}
        quote = connection.ops.quote_name
        self.name = quote(model._meta.db_table)
        self.columns = ", ".join(quote(field.column) for field in self.fields.values())
        self.rows: list[tuple[Any, ...]] = []

    @cached_property
    def defaults(self) -> dict[str, Any]:
        found = {}
        for name, field in self.fields.items():
            if field.default is not NOT_PROVIDED or field.null or field.empty_strings_allowed:
                found[name] = self._stored(field, field.get_default())
        return found

    def add(self, values: dict[str, Any]) -> None:
        """A row: column attributes (`image_id`), JSON as text; what is missing has its default."""
        row = []
        for name, field in self.fields.items():
            value = values.get(name, NOT_PROVIDED)
            if value is NOT_PROVIDED:
                value = self.defaults[name]
            elif type(value) not in _PLAIN:
                value = self._stored(field, value)
            row.append(value)
        self.rows.append(tuple(row))
        if len(self.rows) >= CHUNK:
            self.write()

    def write(self) -> None:
        """Bring what was added into the table."""
        if self.rows:
            insert(self.name, self.columns, self.rows)
            self.rows = []

    @staticmethod
    def _stored(field: Any, value: Any) -> Any:
        if isinstance(field, JSONField) or field.get_internal_type() == "JSONField":
            return json.dumps(field.get_prep_value(value) or [], cls=DjangoJSONEncoder)
        return field.get_db_prep_save(value, connection)


def insert(table: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows to a table: COPY on PostgreSQL, one prepared statement on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["?"] * len(rows[0]))
        # Django's own executemany looks at every row for its kind of placeholders.
        cursor.cursor.connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - names of ours
            rows,
        )


class Writer:
    """Collects rows of many models, with primary keys given ahead."""

    def __init__(self) -> None:
        self._tables: dict[type[Model], Table] = {}
        self._keys: dict[type[Model], Iterator[int]] = {}

    def key(self, model: type[Model]) -> int:
        """The next free primary key."""
        if model not in self._keys:
            last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
            self._keys[model] = count(last + 1)
        return next(self._keys[model])

    def add(self, model: type[Model], **values: Any) -> int:
        """A row; returns its primary key, which is given unless `values` has it."""
        name = model._meta.pk.attname
        if name not in values:
            values[name] = self.key(model)
        if model not in self._tables:
            self._tables[model] = Table(model)
        self._tables[model].add(values)
        return values[name]

    def finish(self) -> None:
        """Write the rest, and let the database go on counting behind the keys given."""
        for table in self._tables.values():
            table.write()
        models = list(self._keys)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


@contextmanager
def in_bulk(*without_indexes: type[Model]) -> Iterator[None]:
    """One transaction without checks of foreign keys; the indexes of some models are built after
    it (those that no constraint needs)."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
            is_superuser = cursor.fetchone() == (True,)
            if is_superuser:  # else the keys are checked, which takes longer
                cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
        else:
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
    tables = [model._meta.db_table for model in without_indexes]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            found = _indexes(cursor, tables)
            for name in found:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
            yield
            for statement in found.values():
                cursor.execute(statement)
    finally:
        with connection.cursor() as cursor:
            if not postgres:
                cursor.execute("PRAGMA foreign_keys = ON")
            elif is_superuser:
                cursor.execute("SET session_replication_role = DEFAULT")


def _indexes(cursor: Any, tables: Sequence[str]) -> dict[str, str]:
    """Name → statement of the indexes that stand for themselves."""
    found: dict[str, str] = defaultdict(str)
    for table in tables:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
                " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)",
                [table],
            )
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
                [table],
            )
        found.update(cursor.fetchall())
    return found
